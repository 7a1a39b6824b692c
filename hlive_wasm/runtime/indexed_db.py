"""The browser's own database, IndexedDB, as a table of texts."""

from __future__ import annotations

from typing import Any

_SOURCE = """
(name) => {
  const promise = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  let opened;
  const rows = async (mode) => {
    if (!opened) {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore("states");
      opened = promise(request);
      opened.catch(() => { opened = undefined; });
    }
    return (await opened).transaction("states", mode).objectStore("states");
  };
  return {
    get: async (key) => (await promise((await rows("readonly")).get(key)))?.text,
    put: async (key, text, at) => promise((await rows("readwrite")).put({ text, at }, key)),
    delete: async (key) => promise((await rows("readwrite")).delete(key)),
    prune: async (before) => {
      const request = (await rows("readwrite")).openCursor();
      await new Promise((done, failed) => {
        request.onerror = () => failed(request.error);
        request.onsuccess = () => {
          const cursor = request.result;
          if (!cursor) return done();
          if (cursor.value.at < before) cursor.delete();
          cursor.continue();
        };
      });
    },
  };
}
"""


class IndexedTable:
    """A table in the database of that name; the scope in it keeps apps of one origin apart."""

    def __init__(self, name: str) -> None:
        from pyodide.code import run_js  # type: ignore[import-not-found]

        self._rows: Any = run_js(_SOURCE)(name)

    async def get(self, key: str) -> str | None:
        text: str | None = await self._rows.get(key)
        return text

    async def put(self, key: str, text: str, now: float) -> None:
        await self._rows.put(key, text, now)

    async def delete(self, key: str) -> None:
        await self._rows.delete(key)

    async def prune(self, before: float) -> None:
        await self._rows.prune(before)
