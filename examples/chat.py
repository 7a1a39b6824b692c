"""Teaches presence: all visitors are on one bus, and each tells when it comes, writes and goes."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from random import choice

import hlive as l
from hlive import html as h
from hlive import kit

FIRST = ("Brave", "Calm", "Clever", "Gentle", "Happy", "Quick", "Quiet", "Sunny")
LAST = ("Badger", "Falcon", "Heron", "Lynx", "Otter", "Owl", "Panda", "Robin")


@dataclass(frozen=True)
class Person:
    """Somebody who is here."""

    name: str
    writes: bool = False


@dataclass(frozen=True)
class Line:
    """Something that was said, and by whom."""

    number: int
    author: str
    name: str
    time: str
    text: str


class Room:
    """What all visitors share."""

    def __init__(self) -> None:
        self.bus = kit.LocalBus()
        self.people: dict[str, Person] = {}
        self.lines: deque[Line] = deque(maxlen=100)
        self.numbers = count()

    def put(self, id: str, person: Person) -> None:
        """Somebody comes, or is different now."""
        self.people[id] = person
        self.bus.publish("room", None)

    def leave(self, id: str) -> None:
        del self.people[id]
        self.bus.publish("room", None)

    def say(self, id: str, text: str) -> None:
        now = f"{datetime.now():%H:%M}"
        self.lines.append(Line(next(self.numbers), id, self.people[id].name, now, text))
        self.put(id, Person(self.people[id].name))


ROOM = Room()


class Chat(kit.Teardown):
    """The room, as one visitor sees it."""

    me: str = l.state("")
    people: dict[str, Person] = l.state(factory=dict)
    lines: tuple[Line, ...] = l.state(())
    draft: str = l.state("")

    def mount(self, context: l.Context) -> None:
        self.me = context.session_id
        kit.subscribe(self, ROOM.bus, "room", self.look)
        ROOM.put(self.me, Person(f"{choice(FIRST)} {choice(LAST)}"))

    def unmount(self, context: l.Context) -> None:
        ROOM.leave(self.me)

    def look(self, message: kit.Message) -> None:
        self.people, self.lines = dict(ROOM.people), tuple(ROOM.lines)

    def render(self) -> object:
        me = self.people.get(self.me, Person(""))
        return [
            h.ul([self.person(*each) for each in self.people.items()], class_="people"),
            h.div(h.ol(map(self.line, self.lines)), class_="lines", role="log", tabindex=0),
            h.form(
                h.input(value=self.draft, placeholder="Say something", on_input=self.write),
                h.button("Send"),
                l.prevent_default(),
                on_submit=self.send,
            ),
            h.label("Your name", h.input(value=me.name, on_change=self.call_me)),
        ]

    def person(self, id: str, person: Person) -> l.Tag:
        notes = [" (you)" if id == self.me else None, " writes…" if person.writes else None]
        return h.li(h.b(person.name), *notes, style=_colour(id), key=id)

    def line(self, line: Line) -> l.Tag:
        return h.li(
            h.b(line.name),
            h.time(line.time),
            h.p(line.text),
            class_={"mine": line.author == self.me},
            style=_colour(line.author),
            key=line.number,
        )

    def write(self, event: l.Event) -> None:
        self.draft = event.value
        ROOM.put(self.me, Person(self.people[self.me].name, writes=bool(self.draft)))

    def send(self, event: l.Event) -> None:
        if self.draft.strip():
            ROOM.say(self.me, self.draft.strip())
        self.draft = ""

    def call_me(self, event: l.Event) -> None:
        if event.value.strip():
            ROOM.put(self.me, Person(event.value.strip()))


def _colour(id: str) -> dict[str, int]:
    """A hue for each visitor, for the stylesheet to use."""
    return {"--hue": sum(map(ord, id)) * 47 % 360}


def home() -> l.Page:
    """Open this page in a second window: each sees who is there, who writes, and what is said."""
    page = l.Page(title="Chat")
    page.body.add(Chat())
    return page


app = l.App()
app.page("/", home)
