"""Teaches workers: heavy work in Python or JavaScript, while the page stays quick."""

from math import isqrt

import hlive as l
from hlive import html as h

SUM = """
export async function sha256(text) {
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
"""


@l.in_worker
def count_primes(limit: int) -> int:
    """How many primes there are below `limit`; slowly, by trying all divisors."""
    return sum(all(n % d for d in range(2, isqrt(n) + 1)) for n in range(2, limit))


class Workers(l.Component):
    """Two fields, each with a button that has a worker answer."""

    primes: str = l.state("")
    digest: str = l.state("")

    def __init__(self) -> None:
        super().__init__()
        self.limit = 200_000
        self.text = "hello"
        self.plugin = l.plugin(SUM)

    def render(self) -> object:
        return h.div(
            h.label("Primes below ", h.input(l.on.input(self.set_limit), value=str(self.limit))),
            h.button("Count in Python", l.on.click(self.count)),
            h.output(self.primes, id="primes"),
            h.label("SHA-256 of ", h.input(l.on.input(self.set_text), value=self.text)),
            h.button("Digest in JavaScript", l.on.click(self.digest_text)),
            h.output(self.digest, id="digest"),
            self.plugin,
        )

    def set_limit(self, event: l.Event) -> None:
        self.limit = min(int(event.value), 1_000_000) if event.value.isdecimal() else 0

    def set_text(self, event: l.Event) -> None:
        self.text = event.value

    async def count(self, event: l.Event) -> None:
        self.primes = "counting ..."
        self.primes = f"{await count_primes(self.limit):,}"

    async def digest_text(self, event: l.Event) -> None:
        self.digest = await self.plugin.call("sha256", self.text)


def home() -> l.Page:
    """Counts primes in a worker of its own: another process on a server, a web worker in a browser.

    The digest is computed by JavaScript in a web worker of your browser; the handler awaits it.
    """
    page = l.Page(title="Workers")
    page.body.add(Workers())
    return page


app = l.App()
app.page("/", home)
