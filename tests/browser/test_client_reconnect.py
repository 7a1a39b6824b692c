"""How our client comes back when the socket is lost, and what the visitor sees meanwhile."""

from collections.abc import Iterator
from typing import Any

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from tests.browser.pages import wait_until
from tests.browser.scripted import OURS, SESSION, Visit, attribute, patch, visiting

BOUND = '<p hon="5-1|click">1</p>'
STATUS = "document.getElementById('hlive-status')"
STATE = f"({STATUS} || {{dataset: {{}}}}).dataset.state"

PATIENT_CLOCK = """<script>
  // Timers of more than 0.2 s are noted and never fire, apart from the one of the status.
  window.delays = [];
  const start = window.setTimeout;
  window.setTimeout = (run, delay, ...rest) =>
    delay > 200 && delay !== 500 ? delays.push(delay) : start(run, delay, ...rest);
</script>"""


@pytest.fixture
def visit(browser: WebDriver) -> Iterator[Visit]:
    with visiting(browser, OURS) as visit:
        yield visit
        visit.run("sessionStorage.clear()")


def click(visit: Visit, times: int = 1) -> None:
    visit.run("for (let i = 0; i < arguments[0]; i++) document.querySelector('p').click()", times)


def away(visit: Visit) -> None:
    """Closes the socket, and waits until the client has noticed."""
    visit.socket.close()
    visit.wait("hlive.conn.readyState === 3")


def test_resumes_with_the_session_and_its_count_and_replays(visit: Visit) -> None:
    visit.open(BOUND)
    visit.apply(patch("u", "doc", "1>1>0>0", "t", "2"))
    visit.socket.close(1001)
    visit.resume()
    assert visit.socket.query == {"hlive": SESSION, "hseq": "3"}
    visit.apply(patch("u", "doc", "1>1>0>0", "t", "missed"), patch("c", "doc", "1>1>1", "t", "+"))
    assert visit.body() == '<p hon="5-1|click">missed</p>+'
    visit.socket.close(1011, "no luck")
    visit.resume()
    assert visit.socket.query == {"hlive": SESSION, "hseq": "5"}
    assert visit.server.loads == 1


def test_resumes_at_the_page_url(visit: Visit) -> None:
    visit.open(query="?x=1", html=' data-hlive-hash="ab"')
    visit.wait("hlive.sessID !== 1")
    visit.run("history.pushState(null, '', '/elsewhere')")
    visit.socket.close()
    visit.resume()
    assert visit.socket.query == {"x": "1", "hlive": SESSION, "hhash": "ab", "hseq": "1"}


def test_events_wait_for_the_socket(visit: Visit) -> None:
    visit.open(BOUND)
    visit.apply()
    away(visit)
    click(visit, 2)
    visit.resume()
    events = [visit.socket.event(), visit.socket.event()]
    assert [(event["i"], visit.socket.acked) for event in events] == [("5-1", 3), ("5-1", 3)]
    click(visit)
    assert visit.socket.event()["i"] == "5-1"


def test_the_queue_is_bounded_and_its_oldest_events_go_first(visit: Visit) -> None:
    visit.open(BOUND)
    visit.apply()
    away(visit)
    visit.run("for (let i = 0; i < 300; i++) hlive.sendMsg({t: 'e', i: String(i)})")
    visit.resume()
    assert [visit.socket.event()["i"] for _ in range(256)] == [str(i) for i in range(44, 300)]


def test_bindings_and_hooks_go_on_after_a_resume(visit: Visit) -> None:
    visit.open(BOUND)
    visit.apply()
    visit.socket.close()
    visit.resume()
    visit.apply(attribute("u", "doc", "1>1>0", "hon", "6-1|click"))
    click(visit)
    assert visit.socket.event()["i"] == "6-1"


def test_a_short_absence_is_not_shown(visit: Visit) -> None:
    visit.open(BOUND, head="<script>Math.random = () => 0</script>")
    visit.apply()
    visit.run(
        "window.seen = []; new MutationObserver(list => list.forEach(change =>"
        "  change.addedNodes.forEach(node => seen.push(node.id))))"
        ".observe(document.documentElement, {childList: true})"
    )
    visit.socket.close()
    visit.resume()
    visit.apply()
    assert visit.run("return seen") == []


def test_a_long_absence_is_shown_after_the_body_and_goes_away(visit: Visit) -> None:
    visit.open(BOUND)
    visit.apply()
    visit.server.refusal = 503
    away(visit)
    visit.wait(f"{STATUS} && {STATUS}.textContent")
    shown = visit.run(
        f"const s = {STATUS}; return [s.dataset.state, s.getAttribute('role'),"
        "s.getAttribute('aria-live'), s.previousSibling === document.body, s.textContent]"
    )
    assert shown == ["away", "status", "polite", True, "Connection lost. Trying again…"]
    assert visit.browser.find_element("id", "hlive-status").is_displayed()
    visit.server.refusal = None
    visit.resume()
    visit.wait(f"{STATUS} === null")
    visit.apply(patch("u", "doc", "1>1>0>0", "t", "2"))
    assert visit.run("return document.documentElement.children.length") == 2
    assert visit.body() == '<p hon="5-1|click">2</p>'


def test_the_first_connection_is_tried_again(visit: Visit) -> None:
    visit.server.refusal = 503
    visit.server.page(BOUND)
    visit.browser.get(visit.server.url)
    visit.wait(f"{STATE} === 'connecting'")
    visit.server.refusal = None
    visit.resume()
    assert visit.socket.query == {"hlive": "1", "hseq": "0"}
    assert visit.server.probes == []


def test_a_gone_session_loads_the_page_anew(visit: Visit) -> None:
    visit.open(BOUND)
    visit.apply()
    visit.server.refusal = visit.server.probe = 404
    visit.socket.close()
    wait_until(lambda: visit.server.loads == 2, "second load of the page")
    assert visit.server.probes == [{"hlive": SESSION, "hseq": "3"}]
    visit.server.refusal = None
    visit.resume()
    assert visit.socket.query == {"hlive": "1", "hseq": "0"}


def test_a_page_is_loaded_anew_once_in_ten_seconds(visit: Visit) -> None:
    visit.open(BOUND, head=PATIENT_CLOCK.replace("delay > 200", "delay > 1000"))
    visit.apply()
    visit.run("sessionStorage.setItem('hlive-reload', Date.now())")
    visit.server.refusal = visit.server.probe = 410
    visit.socket.close()
    visit.wait(f"{STATE} === 'gone'")
    # The first is the patience with the probe.
    probe, reload = visit.wait("delays.length === 2 && delays")
    assert probe == 10_000
    assert 5_000 < reload <= 10_000
    assert visit.server.loads == 1


@pytest.mark.parametrize("status", [200, 403, 426, 500])
def test_any_other_answer_keeps_it_trying(visit: Visit, status: int) -> None:
    visit.open(BOUND)
    visit.apply()
    visit.server.refusal, visit.server.probe = 503, status
    visit.socket.close()
    wait_until(lambda: len(visit.server.probes) > 1, "second probe")
    visit.server.refusal = None
    visit.resume()
    assert visit.socket.query["hlive"] == SESSION
    assert visit.server.loads == 1


def test_a_server_that_is_down_keeps_it_trying(visit: Visit) -> None:
    visit.open(BOUND)
    visit.apply()
    visit.server.stop()
    visit.wait(f"{STATE} === 'away'")
    visit.server.start()
    visit.resume()
    assert visit.socket.query == {"hlive": SESSION, "hseq": "3"}
    assert visit.server.loads == 1


@pytest.mark.parametrize(
    "code, reason, text",
    [
        (4000, "too many events", "too many events"),
        (4099, "", "The server has closed this page."),
    ],
)
def test_a_final_close_shows_its_reason(visit: Visit, code: int, reason: str, text: str) -> None:
    visit.open(BOUND, head=PATIENT_CLOCK)
    visit.apply()
    visit.socket.close(code, reason)
    visit.wait(f"{STATE} === 'closed' && {STATUS}.textContent === '{text}'")
    click(visit)
    visit.run("dispatchEvent(new Event('online'))")
    assert visit.run("return delays") == []
    assert visit.server.no_socket(0.2)


@pytest.mark.parametrize("code", [1000, 1013, 3999, 4100])
def test_every_other_close_brings_it_back(visit: Visit, code: int) -> None:
    visit.open(BOUND)
    visit.apply()
    visit.socket.close(code, "reason")
    visit.resume()
    assert visit.socket.query["hlive"] == SESSION


def waits(visit: Visit) -> list[float]:
    """The delays before each of the next tries, which `online` brings on at once."""
    away(visit)
    delays: list[float] = []
    for _ in range(7):
        delays = visit.wait(f"delays.length > {len(delays)} && delays")
        visit.run("dispatchEvent(new Event('online'))")
        visit.resume()
        away(visit)
    return delays


@pytest.mark.parametrize(
    "random, expected",
    [
        (0, [250, 250, 250, 250, 250, 250, 250]),
        (1, [500, 1000, 2000, 4000, 8000, 10_000, 10_000]),
    ],
)
def test_waits_longer_and_longer(visit: Visit, random: int, expected: list[int]) -> None:
    clock = PATIENT_CLOCK.replace("delay !== 500", "!run.toString().includes('statusBox')")
    visit.open(BOUND, head=f"{clock}<script>Math.random = () => {random}</script>")
    visit.apply()
    assert waits(visit) == expected


@pytest.mark.parametrize(
    "event", ["window.dispatchEvent(new Event('online'))",
              "document.dispatchEvent(new Event('visibilitychange'))"]
)  # fmt: skip
def test_comes_back_at_once_with_the_network_or_the_tab(visit: Visit, event: str) -> None:
    visit.open(BOUND, head=PATIENT_CLOCK + "<script>Math.random = () => .9</script>")
    visit.apply()
    away(visit)
    visit.wait("delays.length")
    visit.run(event)
    visit.resume()
    visit.run(event)
    assert visit.server.no_socket(0.2)


def test_a_page_that_is_being_left_does_not_come_back(visit: Visit) -> None:
    visit.open(BOUND, head=PATIENT_CLOCK)
    visit.apply()
    visit.run("dispatchEvent(new PageTransitionEvent('pagehide'))")
    away(visit)
    assert visit.run("return delays") == []
    visit.run("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    visit.resume()
    assert visit.socket.query["hlive"] == SESSION


def test_frames_of_a_lost_socket_are_not_heard(visit: Visit) -> None:
    visit.open(BOUND)
    visit.apply()
    visit.run("window.old = hlive.conn")
    visit.socket.close()
    visit.resume()
    visit.run("old.onmessage({data: arguments[0]})", patch("d", "doc", "1>1>0"))
    visit.apply()
    assert visit.body() == BOUND


def error_line(text: str) -> str:
    return "x|error|" + patch("c", "doc", "0", "t", text).split("|")[-1]


def error_note(visit: Visit) -> Any:
    visit.wait("document.getElementById('hlive-error')")
    return visit.run(
        "const e = document.getElementById('hlive-error');"
        "return [e.getAttribute('role'), e.parentNode.tagName, e.querySelector('pre').textContent]"
    )


def test_an_error_is_shown_and_dismissed(visit: Visit) -> None:
    visit.open(BOUND)
    visit.apply(error_line("Traceback\n  <b>é</b>"))
    assert error_note(visit) == ["alert", "HTML", "Traceback\n  <b>é</b>"]
    assert visit.body() == BOUND
    visit.apply(error_line("another"), patch("u", "doc", "1>1>0>0", "t", "2"))
    assert error_note(visit) == ["alert", "HTML", "another"]
    assert visit.body() == '<p hon="5-1|click">2</p>'
    note = visit.browser.find_element("id", "hlive-error")
    assert note.is_displayed()
    note.find_element("css selector", "button").click()
    assert visit.run("return document.getElementById('hlive-error')") is None


def test_pages_style_the_status_and_the_error(visit: Visit) -> None:
    visit.open(
        BOUND,
        head="<style>:root { --hlive-bg: rgb(1, 2, 3) }"
        "html #hlive-error { border-left-width: 9px }</style>",
    )
    visit.apply(error_line("x"))
    styles = visit.run(
        "const s = getComputedStyle(document.getElementById('hlive-error'));"
        "return [s.backgroundColor, s.borderLeftWidth, s.position]"
    )
    assert styles == ["rgb(1, 2, 3)", "9px", "fixed"]
