"""Without a mouse: the skip link, a visible focus, and the whole of the log-in."""

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from matchmaker.demo.accounts import STAFF_VALLEY
from tests.e2e.test_pages import CHECKED
from tests.e2e.visitor import Visitor
from tests.personas import PASSWORD

FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  return {
    name: one.name || one.textContent.trim() || one.id,
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    inside: box.left >= 0 && box.top >= 0 && box.width > 0,
  };
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element has the focus, which is visible at each stop."""
    for _ in range(30):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["outlined"], focused
        assert focused["inside"], focused
        if focused["name"] == name:
            return
    raise AssertionError(f"Tab never led to {name}")


def test_the_first_stop_skips_to_the_content(visitor: Callable[..., Visitor]) -> None:
    guest = visitor("en")
    guest.open("/account/login")
    tab_to(guest.page, guest.words("Skip to the content"))
    guest.page.keyboard.press("Enter")
    assert guest.page.evaluate("document.activeElement.id") == "main"
    guest.page.keyboard.press("Tab")
    assert guest.page.evaluate("document.activeElement.closest('main') !== null")


def test_on_a_phone_one_button_opens_the_menu_and_escape_closes_it(visitor: Callable[..., Visitor]) -> None:
    officer = visitor("fr", viewport={"width": 320, "height": 700}, java_script_enabled=False)
    page = officer.page
    officer.open("/account/login")
    officer.fill(email=STAFF_VALLEY, password=PASSWORD)
    officer.press("Sign in", page.locator("main"))
    page.wait_for_url(lambda url: "/account/login" not in url)
    language = page.locator("button[name=locale]")
    assert not language.is_visible()
    page.locator(".menu-button").focus()
    page.keyboard.press("Enter")
    assert language.is_visible()
    for _ in range(4):  # notices, account, sign out, language: the button leads into the menu
        page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["name"] == "locale"
    page.keyboard.press("Escape")
    assert not language.is_visible()
    assert page.locator("header").evaluate("header => header.offsetHeight") < 80


def test_a_menu_that_is_open_meets_the_standard_and_a_wide_page_shows_it_plainly(
    visitor: Callable[..., Visitor],
) -> None:
    officer = visitor("en")
    officer.sign_in(STAFF_VALLEY, PASSWORD)
    assert officer.page.get_by_role("link", name=officer.words("Directory"), exact=True).is_visible()
    assert not officer.page.locator(".menu-button").is_visible()
    officer.page.set_viewport_size({"width": 320, "height": 700})
    officer.page.locator(".menu-button").click()
    assert officer.page.get_by_role("link", name=officer.words("Directory"), exact=True).is_visible()
    found = Axe().run(officer.page, options=CHECKED)
    assert found.response["violations"] == []


def test_one_signs_in_and_out_by_keyboard_alone(visitor: Callable[..., Visitor]) -> None:
    officer = visitor("en")
    officer.open("/")
    tab_to(officer.page, officer.words("Sign in"))
    officer.page.keyboard.press("Enter")
    officer.page.wait_for_url("**/account/login**")
    tab_to(officer.page, "email")
    officer.page.keyboard.type(STAFF_VALLEY)
    tab_to(officer.page, "password")
    officer.page.keyboard.type(PASSWORD)
    officer.page.keyboard.press("Enter")
    officer.page.wait_for_url(lambda url: "/account/login" not in url)
    tab_to(officer.page, officer.words("Sign out"))
    officer.page.keyboard.press("Enter")
    officer.page.get_by_role("link", name=officer.words("Sign in")).first.wait_for()
