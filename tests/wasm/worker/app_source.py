"""An app for the tests of the browser host: a page with declared state, and one without."""

import hlive as l

app = l.App()


class Counter(l.Component):
    """Counts clicks and shows what is typed; all of it is declared."""

    count = l.state(0)
    text = l.state("")

    def click(self) -> None:
        self.count += 1

    def type(self, event: l.Event) -> None:
        self.text = event.value
