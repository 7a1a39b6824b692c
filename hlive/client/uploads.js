// Sends the files of inputs marked with data-hlive-chunks, a chunk at a time, as the server asks.
//
//   data-hlive-chunks="262144"     how many bytes a chunk has
//   data-hlive-max-bytes, data-hlive-max-files, accept     what need not be sent at all
//   data-hlive-want="3 524288"     please: the chunk of file 3 that begins there
//
// The binding `input` tells of each file, with an id of our own in `e`: {id}, {id, refused} for one
// that breaks a limit, {id, failed} for one that can't be read, {left} for the number of those that
// were too many to be told of. A chunk is an upload frame of the binding `upload` with {id, offset}.
// What is wanted stands in the document, so after a lost connection the same chunk is sent again.
(() => {
    const CHUNKS = "data-hlive-chunks";
    const WANT = "data-hlive-want";
    const OPEN = 1;
    const LOOK_AGAIN = 500;

    /** Chosen files by id. */
    const files = new Map();
    let lastId = 0;

    /** Which chunks were sent, each with the socket on which that was. */
    let sent = new Map();
    let timer = 0;

    const isOurs = (node) => node instanceof Element && node.hasAttribute(CHUNKS);

    const binding = (input, event) => (hlive.getEventHandlerIDs(input)[event] || [])[0];

    const describe = ({ name, size, type }, index, total) => ({ name, size, type, index, total });

    /** A new connection has no event of its own, so as long as something is wanted we look. */
    const look = () => {
        clearTimeout(timer);
        const inputs = [...document.querySelectorAll(`[${CHUNKS}]`)];
        for (const input of inputs) if (input.files.length) offer(input);
        const wanted = inputs.filter((input) => input.hasAttribute(WANT));
        const wants = new Set(wanted.map((input) => input.getAttribute(WANT)));
        sent = new Map([...sent].filter(([want]) => wants.has(want)));
        wanted.forEach(sendChunk);
        if (wanted.length) timer = setTimeout(look, LOOK_AGAIN);
    };

    /** Tells of all chosen files, and empties the input, so that the same can be chosen again. */
    const offer = (input) => {
        const i = binding(input, "input");
        if (!i) return;
        const chosen = [...input.files];
        const most = Number(input.getAttribute("data-hlive-max-files"));
        chosen.slice(0, most).forEach((file, index) => {
            lastId += 1;
            const e = { id: String(lastId) };
            const refused = refusal(input, file);
            if (refused) e.refused = refused;
            else files.set(e.id, file);
            hlive.sendMsg({ t: "e", i, d: {}, file: describe(file, index, chosen.length), e });
        });
        if (chosen.length > most) {
            hlive.sendMsg({ t: "e", i, d: {}, e: { left: String(chosen.length - most) } });
        }
        input.value = "";
    };

    /** Which limit a file breaks; the server looks for itself, but needs no byte of it for that. */
    const refusal = (input, file) => {
        const accept = (input.getAttribute("accept") || "").toLowerCase();
        if (accept && !accept.split(",").some((part) => fits(part.trim(), file))) return "type";
        return file.size > Number(input.getAttribute("data-hlive-max-bytes")) ? "size" : "";
    };

    const fits = (part, file) => {
        if (part.startsWith(".")) return file.name.toLowerCase().endsWith(part);
        const type = file.type.toLowerCase();
        return part.endsWith("/*") ? type.startsWith(part.slice(0, -1)) : type === part;
    };

    const sendChunk = async (input) => {
        const want = input.getAttribute(WANT);
        const socket = hlive.conn;
        if (!socket || socket.readyState !== OPEN || sent.get(want) === socket) return;
        sent.set(want, socket);
        const [id, offset] = want.split(" ");
        const file = files.get(id);
        const bytes = await read(file, Number(offset), Number(input.getAttribute(CHUNKS)));
        if (!input.isConnected || input.getAttribute(WANT) !== want || socket.readyState !== OPEN) {
            sent.delete(want);
            return;
        }
        if (!bytes) {
            hlive.sendMsg({ t: "e", i: binding(input, "input"), d: {}, e: { id, failed: "" } });
            return;
        }
        const i = binding(input, "upload");
        const head = JSON.stringify({ t: "e", file: describe(file, 0, 1), i, e: { id, offset } });
        socket.send(new Blob([head, "\n\n", bytes]));
    };

    /** Nothing where the file has changed or gone; sending it unread would end the connection. */
    const read = async (file, from, count) => {
        try {
            return await file.slice(from, from + count).arrayBuffer();
        } catch {
            return null;
        }
    };

    // The clients would tell of the files by this event too, and know no ids.
    addEventListener("input", (event) => {
        if (isOurs(event.target)) event.stopPropagation();
    }, true);

    // Those who listen to "change" shall see the files, so they stay until that is over.
    addEventListener("change", (event) => {
        if (isOurs(event.target)) setTimeout(look);
    }, true);

    // The hooks are a Map in dialect 0.2 and an array in 0.1.
    const hooks = hlive.afterMessage;
    hooks.set ? hooks.set("hlive-uploads", look) : hooks.push(look);
})();
