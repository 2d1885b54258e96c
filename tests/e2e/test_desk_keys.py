"""The keyboard shortcuts of the desk: they lead somewhere, decide nothing, and can be switched off."""

from collections.abc import Callable

from matchmaker.demo.accounts import STAFF_PARIS
from tests.e2e.visitor import Visitor
from tests.personas import PASSWORD


def at_the_desk(visitor: Callable[..., Visitor]) -> Visitor:
    staff = visitor("en")
    staff.sign_in(STAFF_PARIS, PASSWORD)
    staff.open("/desk?status=open")
    return staff


def test_keys_lead_through_the_queue_to_a_field_and_decide_nothing(visitor: Callable[..., Visitor]) -> None:
    staff = at_the_desk(visitor)
    page = staff.page
    first = page.locator("[data-item]").first.get_attribute("href")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.getAttribute('href')") == first
    page.keyboard.press("o")
    page.wait_for_url(f"**{first}")
    page.keyboard.press("n")
    assert page.evaluate("document.activeElement.name") == "text"
    page.keyboard.type("b is typed, not a key")
    assert page.url.endswith(str(first))
    page.locator("h1").click()
    page.keyboard.press("b")
    page.wait_for_url("**/desk/board")


def test_keys_can_be_switched_off_and_stay_off(visitor: Callable[..., Visitor]) -> None:
    staff = at_the_desk(visitor)
    page = staff.page
    page.keyboard.press("?")
    assert page.locator("#shortcuts").get_attribute("open") is not None
    page.get_by_label("Use single keys on the pages of the desk").uncheck()
    page.locator("h1").click()
    page.keyboard.press("b")
    page.reload()
    page.keyboard.press("b")
    page.keyboard.press("j")
    assert page.url.endswith("/desk?status=open")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
