// Plays films of HLive pages with a client, each in a frame of its own, and tells what is shown
// after each step. Runs as an asynchronous WebDriver script: (client, films, done).

const [client, films, done] = arguments;

const HTML_AGAIN = ["desc", "foreignobject", "mi", "mn", "mo", "ms", "mtext", "title"];
const XHTML = "http://www.w3.org/1999/xhtml";

const isForeignInside = (name, around) =>
  name === "svg" || name === "math" || (around && !HTML_AGAIN.includes(name));

/** A node as plain data, in the form of `hlive_proto.dom.snapshot`. */
function look(node, foreign) {
  switch (node.nodeType) {
    case Node.TEXT_NODE: return node.data;
    case Node.COMMENT_NODE: return ["!", `<!--${node.data}-->`];
    case Node.DOCUMENT_TYPE_NODE: return ["!", `<!doctype ${node.name}>`];
  }
  const name = node.localName.toLowerCase();
  const attributes = Object.fromEntries(Array.from(node.attributes, each => [each.name, each.value]));
  if (name === "input") attributes.value = node.value;
  const misplaced = foreign && node.namespaceURI === XHTML;
  const inside = isForeignInside(name, foreign);
  const children = Array.from(childrenOf(node, name)).filter(isPage);
  return [misplaced ? `html:${name}` : name, attributes, ...children.map(each => look(each, inside))];
}

/** A page's parser makes one text of what is in a <noscript>; that of a patch makes nodes. */
function childrenOf(node, name) {
  if (name === "template") return node.content.childNodes;
  if (name !== "noscript" || node.children.length) return node.childNodes;
  const template = document.createElement("template");
  template.innerHTML = node.textContent;
  return template.content.childNodes;
}

/** The boxes of our client belong to no server's page. */
const isPage = node => !["hlive-status", "hlive-error"].includes(node.id);

async function play(film) {
  const frame = document.createElement("iframe");
  document.body.append(frame);
  const { contentWindow: page, contentDocument: shown } = frame;
  let socket;
  page.WebSocket = class {
    readyState = 1;
    constructor() { socket = this; }
    send() {}
    close() {}
  };
  shown.open();
  shown.write(film.html);
  page.eval(client);
  shown.close();
  for (let tries = 0; !socket && tries < 1000; tries += 1) await new Promise(go => setTimeout(go));
  socket.onopen({});
  const seen = film.shots.map(frames => {
    const thrown = frames.flatMap(data => hear(socket, data));
    return [...Array.from(shown.childNodes, node => look(node, false)), ...thrown];
  });
  frame.remove();
  return seen;
}

/** What a client throws ends its frame and no more; it is told after the nodes. */
function hear(socket, data) {
  try {
    socket.onmessage({ data });
    return [];
  } catch (error) {
    return [String(error)];
  }
}

async function playAll() {
  const seen = [];
  for (const film of films) seen.push(await play(film));
  return JSON.stringify(seen);
}

playAll().then(done, error => done(`!${error.stack}`));
