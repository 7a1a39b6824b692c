"""A line that gives an attribute to a text is dropped, and new elements are listened to all the
same. Our client once threw after such a frame, before it had bound anything."""

from selenium.webdriver.common.by import By

from tests.browser.scripted import Visit, attribute, patch


def test_an_attribute_of_a_text(visit: Visit) -> None:
    visit.open(body="<p>text</p>")
    visit.apply(
        patch("c", "doc", "1>1>1", "h", '<button hid="5" hon="5-1|click">b</button>'),
        attribute("c", "doc", "1>1>0>0", "title", "x"),
        patch("u", "doc", "1>1>0>0", "t", "is dropped with the rest of its frame"),
    )
    assert visit.body() == '<p>text</p><button hid="5" hon="5-1|click">b</button>'
    visit.browser.find_element(By.TAG_NAME, "button").click()
    assert visit.socket.event()["i"] == "5-1"
