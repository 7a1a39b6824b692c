// Runs an author's JavaScript in web workers: the server calls a function, and hears what it returned.
(() => {
    const KIND = "call";
    const EVENT = "hliveplugin";

    /** Each plugin's source, by the attribute that marks its elements; a page fills this in. */
    const sources = new Map();
    const workers = new Map();

    const decode = (text) =>
        new TextDecoder().decode(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)));

    /** Imports the author's module into a worker that answers calls of what it exports. */
    const HOST = (module) => `
        const exported = import(${JSON.stringify(module)});
        onmessage = async ({ data: { call, name, args } }) => {
            try {
                const functions = await exported;
                if (typeof functions[name] !== "function")
                    throw new TypeError("the plugin exports no function " + name);
                const result = await functions[name](...args);
                postMessage({ call, result: JSON.stringify(result === undefined ? null : result) });
            } catch (error) {
                postMessage({ call, error: String(error) });
            }
        };`;

    const asUrl = (source) => URL.createObjectURL(new Blob([source], { type: "text/javascript" }));

    const start = (plugin) => {
        const worker = new Worker(asUrl(HOST(asUrl(sources.get(plugin)))), { type: "module" });
        worker.onmessage = ({ data }) => answer(plugin, data);
        return worker;
    };

    const answer = (plugin, extra) => {
        for (const element of document.querySelectorAll(`[${plugin}]`))
            for (const id of hlive.getEventHandlerIDs(element)[EVENT] || [])
                hlive.sendMsg({ t: "e", i: id, e: extra });
    };

    const call = (order) => {
        const { plugin, ...rest } = JSON.parse(order);
        if (!workers.has(plugin)) workers.set(plugin, start(plugin));
        workers.get(plugin).postMessage(rest);
    };

    const hook = (line) => {
        const [kind, order] = line.split("|");
        if (kind !== KIND) return line;
        call(decode(order));
        return "";
    };

    const hooks = hlive.beforeProcessMessage;
    if (hooks.set) hooks.set("hPlugins", hook);
    else hooks.push(hook);

    hlive.plugins = sources;
})();
