"""Attacks in a real browser: no text becomes markup, no script runs, no other site gets in."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webdriver import WebDriver

import hlive as l
from hlive_proto.differ import Strategy
from tests.browser.pages import console_errors, wait_text
from tests.browser.site import Serve, Site, sanic_only

RUN = "(window.ran=window.ran||[]).push({number})"
"""What each attack tries to run, with its number."""

ATTACKS = [
    # Elements that run something.
    "<script>{run}</script>",
    "<ScRiPt>{run}</sCrIpT >",
    "<script\n>{run}</script\n>",
    "<scr<script>ipt>{run}</scr</script>ipt>",
    "<img src=x onerror={run}>",
    "<img src=x onerror={run}//",
    '<img """><script>{run}</script>">',
    "<svg/onload={run}>",
    "<svg><script>{run}</script></svg>",
    "<svg><animate onbegin={run} attributeName=x dur=1s></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror={run}></style></mglyph></table></mtext>",
    "<body onload={run}>",
    "<details open ontoggle={run}>",
    "<input autofocus onfocus={run}>",
    "<video><source onerror={run}></video>",
    "<iframe srcdoc='<script>parent.{run}</script>'></iframe>",
    "<iframe src=javascript:parent.{run}></iframe>",
    "<object data=javascript:{run}>",
    "<template><script>{run}</script></template>",
    "<noscript><p title='</noscript><img src=x onerror={run}>'>",
    # Ways out of where the text stands.
    "</script><script>{run}</script>",
    "</title><script>{run}</script>",
    "</textarea><script>{run}</script>",
    "</style><script>{run}</script>",
    "--><script>{run}</script>",
    "<!--><script>{run}</script>-->",
    "]]><script>{run}</script>",
    "<![CDATA[<script>{run}</script>]]>",
    "<?xml ?><script>{run}</script>",
    '"><script>{run}</script>',
    "'><script>{run}</script>",
    "`><script>{run}</script>",
    '" autofocus onfocus="{run}',
    "' autofocus onfocus='{run}",
    '" onmouseover={run} x="',
    '\\"><script>{run}</script>',
    "/><script>{run}</script>",
    " onerror={run} ",
    "red;background:url(javascript:{run})",
    "red}} </style><script>{run}</script>",
    "expression({run})",
    # Markup that somebody has escaped already, or that something may decode.
    "&lt;script&gt;{run}&lt;/script&gt;",
    "&#60;script&#62;{run}&#60;/script&#62;",
    "&quot;&gt;&#x3c;script>{run}</script>",
    "%3Cscript%3E{run}%3C/script%3E",
    "\\u003cscript\\u003e{run}\\u003c/script\\u003e",
    "javascript:{run}",
    "${{{run}}}",
    "{{{{{run}}}}}",
    "<%= {run} %>",
    # Lines and separators of the protocol.
    "d|c|doc|1>1>0|h|PHNjcmlwdD48L3NjcmlwdD4=\nx|error|PGI+",
    "a\nd|d|doc|1>1||\n\n",
    '="{run}" onclick="{run}',
    # Characters that parsers treat in a way of their own.
    "\ufeff<script>{run}</script>",
    "\uff1cscript\uff1e{run}\uff1c/script\uff1e",
    "<\u017fcript>{run}</\u017fcript>",
    "\u202e<script>{run}</script>\u2066",
    "\u2028<script>{run}</script>\u2029",
    "\ud7ff\ue000\uffff𝄞<script>{run}</script>",
    "\r<script>\r{run}\r</script>\r\n",
    "\x0c\x0b\x1b<script>{run}</script>\x7f",
    "<script/\x0c>{run}</script\x0c>",
]

TEXTS = [attack.format(run=RUN.format(number=number)) for number, attack in enumerate(ATTACKS)]

CALM = ["calm"] * len(TEXTS)

READ = """
return Array.from(document.querySelectorAll("section"), section => {
  const [text, attributes, area, field, option] = section.querySelectorAll("*:not(select)");
  const [title, data, names, style] = ["title", "data-x", "class", "style"]
    .map(name => attributes.getAttribute(name));
  return [text.textContent, title, data, names, style, area.textContent, option.textContent,
    field.value];
})
"""
"""The texts as the DOM has them, without any knowledge of the server's."""


def places(text: str | l.Box[str], line: str | l.Box[str]) -> l.Tag:
    """Every place where a text can stand; `line` is for those that hold no line breaks."""
    return l.T(
        "section",
        l.T("p", text),
        l.T("p", {"title": text, "data-x": text, "class": text}, l.Style({"color": text})),
        l.T("textarea", text),
        l.T("input", {"value": line}),
        l.T("select", l.T("option", text)),
    )


def one_line(text: str) -> str:
    return text.replace("\n", "").replace("\r", "")


def wall() -> l.Page:
    """Shows all attacks at once; buttons replace them by calm, by updates, and by new elements."""
    title, state = l.Box(""), l.Box("")
    texts = [l.Box(text) for text in TEXTS]
    lines = [l.Box(one_line(text)) for text in TEXTS]
    sections = l.T("main", [places(text, line) for text, line in zip(texts, lines, strict=True)])

    def update(contents: list[str], name: str) -> None:
        title.set("".join(contents))
        for text, line, content in zip(texts, lines, contents, strict=True):
            text.set(content)
            line.set(one_line(content))
        state.set(name)

    def renew() -> None:
        sections.clear()
        sections.add(*[places(text, one_line(text)) for text in TEXTS])
        state.set("new")

    page = l.Page()
    page.title.add(title)
    page.body.add(
        l.C("button", {"id": "calm"}, "calm", l.on("click", lambda e: update(CALM, "calm"))),
        l.C("button", {"id": "update"}, "update", l.on("click", lambda e: update(TEXTS, "same"))),
        l.C("button", {"id": "new"}, "new", l.on("click", lambda e: renew())),
        l.T("output", state),
        sections,
    )
    title.set("".join(TEXTS))
    return page


def as_shown(text: str) -> list[str]:
    """What `READ` gives for a text."""
    return [text, text, text, text, f"color:{text};", text, text, one_line(text)]


def assert_harmless(browser: WebDriver, site: Site, texts: list[str]) -> None:
    site.wait_same(browser)
    assert browser.execute_script(READ) == [as_shown(text) for text in texts]
    assert browser.execute_script("return window.ran") is None
    assert browser.execute_script("return document.scripts.length") == site.scripts


@pytest.mark.parametrize("strategy", Strategy)
def test_no_text_becomes_markup(browser: WebDriver, serve: Serve, strategy: Strategy) -> None:
    app = l.App()
    app.page("/", wall)
    site = serve(app, strategy=strategy)
    site.visit(browser)
    assert_harmless(browser, site, TEXTS)
    for button, state, texts in [
        ("calm", "calm", CALM),
        ("update", "same", TEXTS),
        ("calm", "calm", CALM),
        ("new", "new", TEXTS),
    ]:
        browser.find_element(By.ID, button).click()
        wait_text(browser, "output", state)
        assert_harmless(browser, site, texts)
    assert console_errors(browser) == []


UNSENDABLE = ["<\0script>", "<scr\0ipt>", "\0", "\ud800<script>\udfff"]


@pytest.mark.parametrize("text", UNSENDABLE)
def test_what_no_page_can_hold_is_replaced(browser: WebDriver, serve: Serve, text: str) -> None:
    """The character 0 and halves of surrogate pairs: neither markup nor UTF-8 has them."""

    def home() -> l.Page:
        box = l.Box(text)
        page = l.Page()
        page.body.add(
            places(box, box),
            l.C("button", "calm", l.on("click", lambda e: box.set("calm"))),
            l.C("button", {"id": "back"}, "back", l.on("click", lambda e: box.set(text))),
        )
        return page

    app = l.App()
    app.page("/", home)
    site = serve(app)
    site.visit(browser)
    held = text.replace("\0", "\ufffd").replace("\ud800", "?").replace("\udfff", "?")
    assert browser.execute_script(READ) == [as_shown(held)]
    browser.find_element(By.CSS_SELECTOR, "button").click()
    wait_text(browser, "section p", "calm")
    browser.find_element(By.ID, "back").click()
    wait_text(browser, "section p", held)
    site.wait_same(browser)
    assert browser.execute_script(READ) == [as_shown(held)]
    assert console_errors(browser) == []


OPEN = """
const [url, done] = arguments;
const socket = new WebSocket(url);
socket.onopen = () => done("open");
socket.onclose = event => done(`closed with ${event.code}`);
"""


def open_socket(browser: WebDriver, site: Site) -> str:
    """What becomes of a socket that the page in the browser opens to a site."""
    url = site.url.replace("http", "ws") + "/?hlive=1"
    return str(browser.execute_async_script(OPEN, url))


@sanic_only("no other site reaches a worker")
@pytest.mark.parametrize("client", ["ours"], indirect=True)
def test_no_other_site_opens_a_socket(browser: WebDriver, serve: Serve) -> None:
    app = l.App()
    app.page("/", l.Page)
    site, other = serve(app), serve(app)
    other.visit(browser)
    assert open_socket(browser, site) == "closed with 1006"
    browser.get("data:text/html,a page without an origin")
    assert open_socket(browser, site) == "closed with 1006"
    assert len(site.host.sessions) == 0
    browser.get(site.url)
    assert open_socket(browser, site) == "open"
