// Keeps the browser from its own reaction to events on elements marked with data-hlive-pd.
(() => {
    const prevent = (event, message) => {
        // The initial sync passes a stand-in for an event, which can't be prevented.
        if (event.preventDefault && event.currentTarget?.hasAttribute?.("data-hlive-pd")) {
            event.preventDefault();
        }
        return message;
    };
    // The hooks are a Map in dialect 0.2 and an array in 0.1.
    const hooks = hlive.beforeSendEvent;
    hooks.set ? hooks.set("hlive-prevent-default", prevent) : hooks.push(prevent);
})();
