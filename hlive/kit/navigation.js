// Follows links marked with data-hlive-link, back and forward without loading the page anew.
(() => {
    const EVENT = "hlivenavigate";
    const { addHook, onArrival, bindings } = hlive.kit;

    const here = () => location.pathname + location.search;

    /** The address that the server knows of. */
    let told = here();

    /** Without a binding there is no live page yet: the browser follows the link by itself. */
    const isLive = () => bindings(document.documentElement, EVENT).length > 0;

    const tell = () => {
        if (here() === told) return;
        told = here();
        document.documentElement.dispatchEvent(new CustomEvent(EVENT));
    };

    /** Clicks with other buttons or keys open tabs and windows, and are none of ours. */
    const isPlain = (event) =>
        !(event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

    document.addEventListener("click", (event) => {
        const link = event.target.closest && event.target.closest("a[data-hlive-link]");
        if (!link || event.defaultPrevented || !isPlain(event) || !isLive()) return;
        if (link.origin !== location.origin || !["", "_self"].includes(link.target)) return;
        event.preventDefault();
        if (link.href !== location.href) history.pushState(null, "", link.href);
        tell();
    });

    window.addEventListener("popstate", () => (isLive() ? tell() : location.reload()));

    addHook(hlive.beforeSendEvent, "hNavigate", (event, message) => {
        if (event.type === EVENT) message.e = { ...message.e, url: told };
        return message;
    });

    onArrival("hLocation", "data-hlive-location", (element, url) => {
        if (!url || url === here()) return;
        told = url;
        history.pushState(null, "", url);
    });

    onArrival("hLoad", "data-hlive-load", (element, url) => {
        if (url === here()) location.reload();
        else location.assign(url);
    });
})();
