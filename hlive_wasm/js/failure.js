// The page that stands in for all others while Python can't be started.

const STYLE = `
  :root { color-scheme: light dark; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 44em; margin: 4em auto; padding: 0 1em; }
  pre { overflow: auto; padding: 1em; border-left: 4px solid #c1121f; background: #8881;
        white-space: pre-wrap; }
  button { font: inherit; padding: .4em 1em; margin-right: .5em; cursor: pointer; }`;

/** Forgets worker and files, not what visitors have stored: that is kept in IndexedDB. */
const SCRIPT = `
  retry.onclick = () => location.reload();
  forget.onclick = async () => {
    const registration = await navigator.serviceWorker?.getRegistration();
    if (registration) {
      const own = "hlive " + new URL(registration.scope).pathname + " ";
      await registration.unregister();
      for (const name of await caches.keys()) if (name.startsWith(own)) await caches.delete(name);
    }
    location.reload();
  };`;

/** What to say of an error: all of it in development, else only the last line of a traceback. */
export function reasonOf(error, development) {
  const story = String(error.message ?? error).trim();
  return development ? story : story.slice(story.lastIndexOf("\n") + 1);
}

/** A plain page that says what went wrong, and two ways out. */
export function failurePage(reason) {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>This page can't be shown</title>
<style>${STYLE}</style>
<h1>This page can't be shown</h1>
<p>The program that makes it could not be started. This is what it said:</p>
<pre>${escape(reason)}</pre>
<p><button id="retry">Try again</button>
<button id="forget">Forget the stored copy and reload</button></p>
<p>The second needs a connection. What you have entered and saved is kept.</p>
<script>${SCRIPT}</script></html>`;
  const headers = { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" };
  return new Response(html, { status: 503, headers });
}

function escape(text) {
  return text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
}
