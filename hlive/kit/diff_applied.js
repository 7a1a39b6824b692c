// Sends the event diffapply for each of its bindings, after a frame that changed the page.
(() => {
    const EVENT = "diffapply";
    const { addHook, bound, bindings } = hlive.kit;

    /** The frame that brings this script changes the page. */
    let changed = true;

    addHook(hlive.beforeProcessMessage, "hdiffApply", (line) => {
        changed = changed || line.startsWith("d|");
        return line;
    });

    addHook(hlive.afterMessage, "hdiffApply", () => {
        if (!changed) return;
        changed = false;
        for (const element of bound(EVENT)) {
            for (const id of bindings(element, EVENT)) hlive.sendMsg({ t: "e", i: id });
        }
    });
})();
