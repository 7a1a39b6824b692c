// Sends the event helementvisible for its bindings, when their elements come into view or leave it.
(() => {
    const EVENT = "helementvisible";
    const { addHook, bound, bindings } = hlive.kit;

    /** What was told last, by binding id; an element that was only moved has nothing new to tell. */
    let told = new Map();

    const observer = new IntersectionObserver((entries) => {
        for (const { target, isIntersecting, intersectionRatio } of entries) {
            if (!target.isConnected) continue;
            for (const id of bindings(target, EVENT)) {
                if (told.get(id) === isIntersecting) continue;
                told.set(id, isIntersecting);
                const extra = {
                    isIntersecting: String(isIntersecting),
                    intersectionRatio: String(intersectionRatio),
                };
                hlive.sendMsg({ t: "e", i: id, e: extra });
            }
        }
    });

    let observed = new Set();

    addHook(hlive.afterMessage, "hElementVisible", () => {
        const before = told;
        const left = observed;
        told = new Map();
        observed = new Set();
        for (const element of bound(EVENT)) {
            const ids = bindings(element, EVENT);
            if (ids.length === 0) continue;
            // The observer tells the state at once, but only of elements that it doesn't know.
            if (!ids.every((id) => before.has(id))) observer.unobserve(element);
            for (const id of ids) told.set(id, before.get(id));
            observer.observe(element);
            observed.add(element);
            left.delete(element);
        }
        for (const element of left) observer.unobserve(element);
    });
})();
