"""Opening a page, what goes over the wire in each step, and what a browser would tell of it."""

from itertools import count

import pytest

import hlive as l
from hlive import testing
from hlive_proto.dialect import DIALECT_01
from hlive_proto.differ import Strategy
from hlive_proto.events import DomEvent
from hlive_proto.outbound import SessionLine
from hlive_proto.patch import Attribute, Op, Patch
from hlive_proto.tree import Text
from tests.testing.pages import counter


def test_the_first_html_comes_first_and_then_the_live_page() -> None:
    view = testing.open(counter)
    assert view.title == "Counter"
    assert view.text("p") == "Clicks: 0"
    assert view.frames[0] == [SessionLine(view.context.session_id)]
    assert view.frames[1][0] == Patch(Op.CREATE, "doc", (1,), Attribute("hid", "1"))
    assert len(view.frames) == 2


def test_a_step_goes_over_the_wire_and_back() -> None:
    view = testing.open(counter)
    view.find("button").click()
    assert view.text("p") == "Clicks: 1"
    assert view.events == [DomEvent(("5-1",), value="", acked=2)]
    assert view.frames == [[Patch(Op.UPDATE, "4", (1, 0), Text("Clicks: 1"))]]
    view.find("button").click()
    assert view.frames == [[Patch(Op.UPDATE, "4", (1, 0), Text("Clicks: 2"))]]


def test_a_step_without_a_change_sends_nothing() -> None:
    view = testing.open(counter)
    view.settle()
    assert (view.frames, view.events) == ([], [])


def test_html_is_that_of_the_browser_now() -> None:
    view = testing.open(counter)
    view.find("button").click()
    assert view.html() == (
        '<!doctype html><html lang="en" hid="1"><head hid="2"><meta charset="utf-8">'
        '<title hid="3">Counter</title><script></script></head><body hid="4">'
        '<button type="button" hid="5" hon="5-1|click">Add</button><p>Clicks: 1</p></body></html>'
    )


def test_the_client_can_stand_in_the_page() -> None:
    view = testing.open(counter, client="// a client")
    assert view.find("script").html() == "<script>// a client</script>"


def test_the_older_dialect_and_the_other_strategy() -> None:
    view = testing.open(counter, dialect=DIALECT_01, strategy=Strategy.POSITIONAL)
    view.find("button").click()
    assert view.find("button").attr("data-hlive-on") == "5-1|click"
    assert view.text("p") == "Clicks: 1"


def test_an_app_and_a_path() -> None:
    app = l.App()
    app.page("/", counter)
    app.page("/other", lambda: l.Page(title="Other"))
    assert testing.open(app).title == "Counter"
    view = testing.open(app, "/other?a=1")
    assert (view.title, view.location) == ("Other", "/other?a=1")
    with pytest.raises(testing.ViewError, match="no page at '/nowhere', only at /, /other"):
        testing.open(app, "/nowhere")


def test_a_page_function_that_takes_the_request_needs_one() -> None:
    def greet(request: str) -> l.Page:
        return l.Page(title=f"Hello {request}")

    assert testing.open(greet, request="Ada").title == "Hello Ada"
    with pytest.raises(TypeError, match=r"takes the request: open\(\.\.\., request=\.\.\.\)"):
        testing.open(greet)


def test_a_page_instead_of_a_page_function() -> None:
    with pytest.raises(TypeError, match="takes an app or a function that makes a page, not <hlive"):
        testing.open(counter())  # type: ignore[arg-type]


def test_a_page_function_that_fails() -> None:
    def broken() -> l.Page:
        raise LookupError("no such thing")

    with pytest.raises(LookupError, match="no such thing"):
        testing.open(broken)


def test_a_page_function_that_makes_another_page_each_time() -> None:
    numbers = count(1)

    def lucky() -> l.Page:
        page = l.Page()
        page.body.add(l.T("p", "Your number is ", next(numbers)))
        return page

    with pytest.raises(testing.ViewError) as failure:
        testing.open(lucky)
    told = str(failure.value)
    assert "the page function makes another page each time it is called" in told
    assert '-    <p> "Your number is 2"' in told
    assert '+    <p> "Your number is 1"' in told


def test_a_browser_that_shows_something_else() -> None:
    view = testing.open(counter)
    view.find("p")._top.children.clear()
    with pytest.raises(testing.ViewError) as failure:
        view.find("button").click()
    told = str(failure.value)
    assert '-    <p> "Clicks: 1"\n+    <p>\n' in told
    assert "\nclient: no target for: d|u|4|>1>0|t|" in told


def failing() -> l.Page:
    """Fails in each of its handlers."""

    def boom(event: l.Event) -> None:
        raise ZeroDivisionError("boom")

    async def later(event: l.Event) -> None:
        raise KeyError("later")

    page = l.Page()
    page.body.add(l.C("button", l.on("click", boom)), l.C("a", {"href": "#"}, l.on("click", later)))
    return page


def test_an_error_in_a_handler_is_raised_where_it_was_caused() -> None:
    view = testing.open(failing)
    with pytest.raises(ZeroDivisionError, match="boom") as failure:
        view.find("button").click()
    assert failure.traceback[-1].name == "boom"
    assert failure.value.__notes__[0].startswith(
        "in on('click', failing.<locals>.boom) with Event("
    )
    with pytest.raises(KeyError, match="later"):
        view.find("a").click()


def test_errors_can_be_collected() -> None:
    view = testing.open(failing, raise_errors=False)
    view.find("button").click()
    view.find("a").click()
    assert list(map(repr, view.errors)) == ["ZeroDivisionError('boom')", "KeyError('later')"]


def test_a_page_that_cannot_be_rendered_any_more() -> None:
    def home() -> l.Page:
        page = l.Page()
        page.body.add(
            l.C("button", l.on("click", lambda e: page.body.add(l.HTML("<p></p><p></p>"))))
        )
        return page

    with pytest.raises(l.PageError, match="HTML must make one node, this makes 2"):
        testing.open(home).find("button").click()


def test_several_errors_in_one_step() -> None:
    def home() -> l.Page:
        page = l.Page()

        def first(event: l.Event) -> None:
            raise ValueError("first")

        def second(event: l.Event) -> None:
            raise ValueError("second")

        page.body.add(l.C("button", l.on("click", first), l.on("click", second)))
        return page

    with pytest.raises(ValueError, match="first") as failure:
        testing.open(home).find("button").click()
    assert failure.value.__notes__[1] == "After that: ValueError('second')"


def test_an_upload_that_breaks_a_limit_ends_the_session() -> None:
    def home() -> l.Page:
        page = l.Page()
        page.body.add(
            l.C("input", {"type": "file", "data-hlive-upload": ""}, l.on("upload", print)),
            l.C("button", l.on("click", lambda e: page.body.add("!"))),
        )
        return page

    view = testing.open(home)
    view.find("input").upload("big", bytes(32 * 1024 * 1024))
    with pytest.raises(Exception, match="an upload may have 33554432 bytes"):
        view.find("button").click()
    with pytest.raises(testing.ViewError, match="closed"):
        view.find("button").click()


def test_the_connection_drops_and_comes_back() -> None:
    shared = l.Box("old")

    def home() -> l.Page:
        page = l.Page()
        page.body.add(
            l.C("button", {"id": "a"}, l.on("click", lambda e: None)),
            l.T("p", shared),
        )
        return page

    view = testing.open(home)
    view.drop()
    shared.set("new")
    view.find("button").click()
    assert view.frames == []
    assert view.text("p") == "old"
    view.reconnect()
    assert view.text("p") == "new"
    assert view.frames == [[Patch(Op.UPDATE, "4", (1, 0), Text("new"))]]


def test_what_happened_meanwhile_is_told_on_coming_back() -> None:
    view = testing.open(counter)
    view.drop()
    view.find("button").click()
    view.find("button").click()
    assert view.text("p") == "Clicks: 0"
    view.reconnect()
    assert view.text("p") == "Clicks: 2"


def test_closing_unmounts() -> None:
    calls: list[str] = []

    def home() -> l.Page:
        page = l.Page()
        page.body.add(
            l.CM(
                "p",
                mount=lambda context: calls.append("mount"),
                unmount=lambda context: calls.append("unmount"),
            )
        )
        return page

    with testing.open(home) as view:
        assert calls == ["mount"]
        view.close()
        assert calls == ["mount", "unmount"]
    assert calls == ["mount", "unmount"]
    assert view.exists("p")
    with pytest.raises(testing.ViewError, match="this page is closed: nobody hears"):
        view.find("p").hover()


def test_a_failed_test_is_not_hidden_by_the_end_of_its_page() -> None:
    def home() -> l.Page:
        def unmount(context: l.Context) -> None:
            raise ValueError("at the end")

        page = l.Page()
        page.body.add(l.CM("p", unmount=unmount))
        return page

    with pytest.raises(ValueError, match="at the end"), testing.open(home):
        pass
    with pytest.raises(KeyError, match="the test's own"), testing.open(home):
        raise KeyError("the test's own")


def test_two_visitors_of_one_app() -> None:
    contexts: list[l.Context] = []
    message = l.Box("")

    def say(event: l.Event) -> None:
        message.set(event.value)
        for context in contexts:
            if context is not event.context:
                context.render()

    def home() -> l.Page:
        page = l.Page()
        page.body.add(
            l.CM("input", l.on("change", say), mount=contexts.append),
            l.T("p", message),
        )
        return page

    with testing.open(home) as ada, testing.open(home, beside=ada) as bob:
        ada.find("input").fill("Hello")
        assert bob.text("p") == "Hello"
        assert len(bob.frames) == 1
        ada.close()
        contexts.remove(ada.context)
        bob.find("input").fill("Nobody here?")
        assert bob.text("p") == "Nobody here?"
        assert ada.text("p") == "Hello"


def test_a_link_leads_away() -> None:
    def home() -> l.Page:
        page = l.Page()
        page.body.add(l.T("a", {"href": "next?a=1"}, "Next"), l.T("a", {"href": "#top"}, "Top"))
        return page

    view = testing.open(home, "/shop/first")
    view.find("a", text="Top").click()
    view.find("a", text="Next").click()
    assert view.location == "/shop/next?a=1"
    with pytest.raises(testing.ViewError, match=r"the browser has left this page for '/shop/next"):
        view.text("a")
