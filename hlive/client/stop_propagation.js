// Keeps events on elements marked with data-hlive-sp from reaching the elements around them.
(() => {
    const stop = (event, message) => {
        // The initial sync passes a stand-in for an event, which doesn't propagate.
        if (event.stopPropagation && event.currentTarget?.hasAttribute?.("data-hlive-sp")) {
            event.stopPropagation();
        }
        return message;
    };
    // The hooks are a Map in dialect 0.2 and an array in 0.1.
    const hooks = hlive.beforeSendEvent;
    hooks.set ? hooks.set("hlive-stop-propagation", stop) : hooks.push(stop);
})();
