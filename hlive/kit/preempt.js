// Disables elements marked with data-hlive-pre-disable as soon as the event that it names is sent.
(() => {
    const { addHook } = hlive.kit;

    /** What had the focus when it was disabled, which takes the focus away. */
    const focused = new Set();

    addHook(hlive.beforeSendEvent, "hpreDis", (event, message) => {
        const element = event.currentTarget;
        // The initial sync passes a stand-in for an event: nobody did anything.
        if (message && event instanceof Event && element.getAttribute) {
            if (element.getAttribute("data-hlive-pre-disable") === event.type) {
                if (element === document.activeElement) focused.add(element);
                element.setAttribute("disabled", "");
            }
        }
        return message;
    });

    addHook(hlive.afterMessage, "hpreDis", () => {
        for (const element of focused) {
            if (element.isConnected && element.hasAttribute("disabled")) continue;
            focused.delete(element);
            if (document.activeElement === document.body) element.focus();
        }
    });
})();
