// What the scripts of the kit share: putting a function into a hook once, and acting once on a mark.
(() => {
    if (hlive.kit) return;

    /** Puts a function into a hook under a name, unless there is one; a hook is a Map in dialect 0.2
     * and an array in 0.1. */
    const addHook = (hook, name, run) => {
        if (hook.has ? hook.has(name) : hook[name]) return;
        if (hook.set) {
            hook.set(name, run);
        } else {
            hook[name] = run;
            hook.push(run);
        }
    };

    const componentId = (element) =>
        element.getAttribute("hid") || element.getAttribute("data-hlive-id");

    /** Calls `act` when an element with the attribute arrives in the page, and when the attribute's
     * value changes. A component that only changed its place is made anew, but it isn't new. */
    const onArrival = (name, attribute, act) => {
        let seen = new Map();
        addHook(hlive.afterMessage, name, () => {
            const before = seen;
            seen = new Map();
            for (const element of document.querySelectorAll(`[${attribute}]`)) {
                const value = element.getAttribute(attribute);
                const id = componentId(element);
                const known = before.get(element) === value || (id && before.get(id) === value);
                seen.set(element, value);
                if (id) seen.set(id, value);
                if (!known) act(element, value);
            }
        });
    };

    /** The elements that may have a binding of this event, in either dialect. */
    const bound = (event) =>
        document.querySelectorAll(`[hon*=${event}],[data-hlive-on*=${event}]`);

    /** The binding ids of an element for one event. */
    const bindings = (element, event) => hlive.getEventHandlerIDs(element)[event] || [];

    hlive.kit = { addHook, onArrival, bound, bindings };
})();
