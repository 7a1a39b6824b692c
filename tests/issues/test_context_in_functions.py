"""A function in the page could ask for the context in the first HTML, but not when the page became
live or was rendered after a handler: the socket then died."""

import hlive as l
from tests.view.driver import drive


async def test_a_function_has_the_context_each_time() -> None:
    box = l.Box("a")
    button = l.C("button", l.on("click", lambda e: box.set("b")))
    driver = drive(button, l.T("p", box, lambda: l.current().page.html.name))
    assert driver.dom(1) == ("p", {}, "ahtml")
    assert await driver.fire(button, "click") == ["u 4 >1>0 t bhtml"]
