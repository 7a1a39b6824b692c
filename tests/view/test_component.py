"""Components: ids in document order, bindings and their attribute, mount and unmount."""

import asyncio
import re

import pytest

import hlive as l
from hlive_proto.dialect import DIALECT_01, DIALECT_02, Dialect
from tests.view.driver import doing, drive, note, readable

DIALECTS = pytest.mark.parametrize("dialect", [DIALECT_01, DIALECT_02], ids=["0.1", "0.2"])


# Ids.


@DIALECTS
def test_ids_count_in_document_order(dialect: Dialect) -> None:
    inner, outer, last = l.C("b"), l.C("div"), l.C("p")
    outer.add(inner)
    driver = drive(outer, last, dialect=dialect)
    page = driver.page
    ids = [page.html.id, page.head.id, page.title.id, page.body.id, outer.id, inner.id, last.id]
    assert ids == ["1", "2", "3", "4", "5", "6", "7"]
    assert driver.browser.snapshot()[1][1][dialect.id_attr] == "1"  # type: ignore[index]


def test_the_first_html_has_no_ids() -> None:
    driver = drive(l.C("p", l.on("click", print), "x"))
    assert "<body><p>x</p></body>" in driver.html
    assert "hid" not in driver.html


def test_each_id_arrives_as_an_attribute() -> None:
    driver = drive(l.C("button", l.on("click", print)))
    assert driver.frames[0] == "s|id|0123456789abcdefghij"
    assert readable(driver.frames[1:]) == [
        'c doc 1 a hid="1"',
        'c 1 >0 a hid="2"',
        'c 2 >1 a hid="3"',
        'c 1 >1 a hid="4"',
        'c 4 >0 a hid="5"',
        'c 4 >0 a hon="5-1|click"',
    ]


def test_a_later_component_gets_the_next_id() -> None:
    first, new = l.C("p", key=1), l.C("p", key=2)
    box = l.T("div", first)
    driver = drive(box)
    box.insert(0, new)
    assert driver.render() == ['c 4 >0>0 h <p hid="6"></p>']
    assert (first.id, new.id) == ("5", "6")


def test_an_id_is_never_given_again() -> None:
    box: l.Box[object] = l.Box(l.C("p"))
    driver = drive(box)
    box.set(None)
    driver.render()
    box.set(l.C("p"))
    assert driver.render() == ['c 4 >0 h <p hid="6"></p>']


# The attribute of bindings.


@pytest.mark.parametrize(
    "dialect, attrs",
    [
        (DIALECT_01, ["data-hlive-id", "a", "data-hlive-on", "b"]),
        (DIALECT_02, ["a", "b", "hid", "hon"]),
    ],
)
def test_the_order_of_attributes(dialect: Dialect, attrs: list[str]) -> None:
    component = l.C("p", {"a": "1"}, l.on("click", print), {"b": "2"})
    box: l.Box[object] = l.Box(None)
    driver = drive(box, dialect=dialect)
    box.set(component)
    driver.render()
    shown = driver.live.shown[1].children[1].children[0]  # type: ignore[union-attr]
    assert [name for name, _ in shown.attrs] == attrs  # type: ignore[union-attr]


def test_bindings_are_listed_in_the_order_of_adding() -> None:
    component = l.C("p", l.on("Click", print), l.on_once("keyup", print), l.on("click", print))
    driver = drive(component)
    assert driver.dom(0) == ("p", {"hid": "5", "hon": "5-1|click,5-2|keyup,5-3|click"})


def test_a_binding_that_is_removed_leaves_its_number_unused() -> None:
    first, second = l.on("click", print), l.on("keyup", print)
    component = l.C("p", first, second)
    driver = drive(component)
    component.remove_binding(first)
    assert driver.render() == ['u 4 >0 a hon="5-2|keyup"']
    component.add(l.on("input", print))
    assert driver.render() == ['u 4 >0 a hon="5-2|keyup,5-3|input"']


def test_the_attribute_goes_with_the_last_binding() -> None:
    binding = l.on("click", print)
    component = l.C("p", binding)
    driver = drive(component)
    component.remove_binding(binding)
    assert driver.render() == ['d 4 >0 a hon="5-1|click"']
    with pytest.raises(ValueError, match="not in list"):
        component.remove_binding(binding)


def test_a_binding_belongs_to_one_component() -> None:
    binding = l.on("click", print)
    l.C("p", binding)
    with pytest.raises(ValueError, match=r"on\('click', print\) belongs to <p> from .* already"):
        l.C("p", binding)


@pytest.mark.parametrize("name", ["", "a b", "a,b", "a|b", "a\nb"])
def test_an_event_needs_a_name_that_can_be_sent(name: str) -> None:
    with pytest.raises(ValueError, match="can't be the name of an event"):
        l.on(name, print)


def test_a_handler_must_be_callable() -> None:
    with pytest.raises(TypeError, match="the handler of 'click' can't be called: 'print'"):
        l.on("click", "print")  # type: ignore[arg-type]


def test_bindings_can_be_looked_up() -> None:
    binding = l.on("click", print)
    component = l.C("p", binding)
    drive(component)
    assert component.bindings == (binding,)
    assert component.binding("5-1") is binding
    assert component.binding("5-2") is None


# Mount and unmount.


def test_mount_runs_once_when_the_component_has_its_id_and_not_for_the_first_html() -> None:
    seen: list[str | None] = []
    component = l.CM("p", mount=lambda context: seen.append(component.id))
    driver = drive(component)
    driver.render()
    assert seen == ["5"]


def test_mount_can_add_children_and_bindings_to_its_component() -> None:
    def mount(context: l.Context) -> None:
        component.add("filled", l.C("b"), l.on("click", print))

    component = l.CM("p", mount=mount)
    driver = drive(component)
    assert "<p></p>" in driver.html
    assert driver.dom(0) == (
        "p",
        {"hid": "5", "hon": "5-1|click"},
        "filled",
        ("b", {"hid": "6"}),
    )


def test_mount_can_change_what_stands_before_and_around_it() -> None:
    box, earlier = l.Box("old"), l.T("h1")

    def mount(context: l.Context) -> None:
        box.set("new")
        earlier.add(l.C("b", "born"))
        context.page.body.add({"title": "mounted"})
        context.page.title.add("!")

    driver = drive(earlier, l.T("p", box), l.T("div", l.CM("i", mount=mount)))
    assert driver.body()[:2] == (("h1", {}, ("b", {"hid": "6"}, "born")), ("p", {}, "new"))
    assert driver.dom()[1] == {"hid": "4", "title": "mounted"}
    assert "<title>T</title>" in driver.html


def test_components_that_a_mount_makes_are_mounted_too() -> None:
    seen: list[str] = []

    def outer(context: l.Context) -> None:
        seen.append("outer")
        component.add(l.CM("b", mount=lambda _: seen.append("inner")))

    component = l.CM("p", mount=outer)
    drive(component)
    assert seen == ["outer", "inner"]


def test_a_mount_that_never_settles_is_an_error() -> None:
    def grow(context: l.Context) -> None:
        context.page.body.insert(0, l.CM("p", mount=grow))

    driver = drive(l.CM("p", mount=grow), development=True)
    assert "a mount or a plugin never settles" in note(driver.frames[-1])


def test_an_exception_in_mount_leaves_the_component_in_the_page() -> None:
    def mount(context: l.Context) -> None:
        raise ZeroDivisionError("in mount")

    driver = drive(l.CM("p", "x", mount=mount), "y", development=True)
    assert driver.body() == (("p", {"hid": "5"}, "x"), "y")
    told = note(driver.frames[1])
    assert re.match(r"mounting <p> from .*test_component\.py:\d+\nTraceback", told)
    assert "ZeroDivisionError: in mount" in told


async def test_an_async_mount_shows_its_changes_when_it_is_done() -> None:
    ready = asyncio.Event()

    async def mount(context: l.Context) -> None:
        component.add("loading")
        await ready.wait()
        component.add(", done")

    component = l.CM("p", mount=mount)
    driver = drive(component)
    await asyncio.sleep(0)
    assert driver.dom(0) == ("p", {"hid": "5"})
    ready.set()
    await asyncio.sleep(0)
    driver.check()
    assert driver.dom(0) == ("p", {"hid": "5"}, "loading, done")


def test_a_subclass_can_mount_and_unmount() -> None:
    seen: list[str] = []

    class Clock(l.Component):
        def mount(self, context: l.Context) -> None:
            seen.append(f"mount {self.id} in {context.session_id}")

        def unmount(self, context: l.Context) -> None:
            seen.append(f"unmount {self.id}")

    driver = drive(Clock("p"))
    driver.live.close()
    assert seen == ["mount 5 in 0123456789abcdefghij", "unmount 5"]


def test_unmount_runs_once_at_the_end_also_for_what_has_left_the_page() -> None:
    seen: list[str] = []
    gone = l.CM("p", unmount=lambda _: seen.append("gone"))
    stays = l.CM("p", unmount=lambda _: seen.append("stays"))
    never = l.CM("p", unmount=lambda _: seen.append("never"))
    box: l.Box[object] = l.Box(gone)
    driver = drive(box, stays)
    box.set(None)
    driver.render()
    box.set(never)
    driver.live.detach()
    assert seen == []
    driver.live.close()
    assert seen == ["gone", "stays"]


def test_an_exception_in_unmount_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[str] = []

    def broken(context: l.Context) -> None:
        raise ZeroDivisionError

    driver = drive(l.CM("p", unmount=broken), l.CM("p", unmount=lambda _: seen.append("last")))
    driver.live.close()
    assert seen == ["last"]
    assert "unmounting <p> from" in caplog.text


async def test_an_async_unmount_is_awaited() -> None:
    done = asyncio.Event()

    async def unmount(context: l.Context) -> None:
        await asyncio.sleep(0)
        done.set()

    driver = drive(l.CM("p", unmount=unmount))
    driver.live.close()
    await asyncio.wait_for(done.wait(), 5)


def test_hooks_can_be_exchanged() -> None:
    seen: list[str] = []
    component = l.CM("p", mount=lambda _: seen.append("first"))
    component.set_mount(lambda _: seen.append("second"))
    component.set_unmount(lambda _: seen.append("end"))
    drive(component).live.close()
    assert seen == ["second", "end"]


# Leaving and coming back.


async def test_a_component_that_left_can_not_be_called_and_can_come_back() -> None:
    calls: list[str] = []
    component = l.C("button", l.on("click", doing(lambda: calls.append("click"))))
    box: l.Box[object] = l.Box(l.T("div", component))
    driver = drive(box)
    place = box.get()
    box.set(None)
    driver.render()
    assert await driver.send('{"t":"e","i":"5-1"}') == ["x|refused"]
    assert calls == []
    box.set(place)
    assert driver.render() == ['c 4 >0 h <div><button hid="5" hon="5-1|click"></button></div>']
    await driver.fire(component, "click")
    assert calls == ["click"]


async def test_a_component_that_moves_can_be_called_all_the_time() -> None:
    calls: list[str] = []
    component = l.C("button", l.on("click", doing(lambda: calls.append("click"))))
    left, right = l.T("div", component), l.T("div")
    driver = drive(left, right)
    for old, new in [(left, right), (right, left)]:
        old.remove(component)
        new.add(component)
        driver.render()
        await driver.fire(component, "click")
    assert calls == ["click", "click"]
    assert component.id == "5"


def test_a_component_can_not_stand_twice_in_the_first_html() -> None:
    component = l.C("p")
    with pytest.raises(l.PageError, match=r"<p> from .* stands in the page twice: make two"):
        drive(l.T("div", component), component)


def test_a_component_can_not_be_put_into_a_second_place() -> None:
    component = l.C("p", "x")
    other = l.T("div")
    driver = drive(component, other, development=True)
    other.add(component)
    assert driver.render() == ["x|error"]
    assert "<p> from" in note(driver.frames[-1])
    assert "would stand in the page twice" in note(driver.frames[-1])
    other.clear()
    assert driver.render() == []


def test_a_tag_with_a_component_can_not_be_put_into_a_second_place() -> None:
    tag = l.T("div", l.C("p", "x"))
    driver = drive(tag, development=True)
    driver.page.body.add(tag)
    assert driver.render() == ["x|error"]


def test_two_pages_can_not_share_a_component() -> None:
    shared = l.C("p", "shared")
    drive(shared)
    with pytest.raises(l.PageError, match="belongs to another page: make it in the page function"):
        drive(shared)


def test_two_pages_can_not_share_a_component_in_a_shared_tag() -> None:
    shared = l.T("nav", l.T("p", l.C("b")))
    drive(shared)
    with pytest.raises(l.PageError, match=r"<b> from .* belongs to another page"):
        drive(shared)


# Wrapping.


def test_a_wrapped_tag_is_the_same_element() -> None:
    tag = l.T("button", {"title": "t"}, "x", key="k")
    component = l.W(tag, l.on("click", print), "y")
    driver = drive(component)
    assert driver.dom(0) == ("button", {"hid": "5", "hon": "5-1|click", "title": "t"}, "xy")
    tag.add("z", l.Class("c"), l.Style({"top": "0"}))
    driver.render()
    assert driver.dom(0) == (
        "button",
        {"class": "c", "hid": "5", "hon": "5-1|click", "style": "top:0;", "title": "t"},
        "xyz",
    )
    component.clear()
    driver.render()
    assert tag.children == ()


def test_a_tag_can_be_wrapped_although_nobody_keeps_it() -> None:
    driver = drive(l.W(l.T("p", "x"), l.on("click", print)))
    assert driver.dom(0) == ("p", {"hid": "5", "hon": "5-1|click"}, "x")
