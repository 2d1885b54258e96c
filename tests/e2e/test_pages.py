"""Every page that links lead to, in both languages: no fault, WCAG 2.2 AA, no scrolling sideways."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from matchmaker.demo.accounts import ADMIN, STAFF_PARIS
from tests.e2e.service import Service
from tests.e2e.visitor import Visitor
from tests.personas import PASSWORD

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CHECKED = {"runOnly": {"type": "tag", "values": STANDARD}, "resultTypes": ["violations"]}
NARROW: ViewportSize = {"width": 320, "height": 700}
WIDE: ViewportSize = {"width": 1280, "height": 900}
# Who goes round where: what others saw need not be seen again.
ROUNDS: dict[str, tuple[str | None, tuple[str, ...]]] = {
    "guest": (None, ("home.", "about.", "security.")),
    "founder": (
        "startup.paris@demo.example.org",
        (
            *("home.", "profiles.", "matching.", "order.", "introductions.", "notifications."),
            *("accounts.account", "copies.", "security."),
        ),
    ),
    "staff": (
        STAFF_PARIS,
        (
            *("desk.", "weights.", "audit.", "review.", "imports.", "claims.", "profiles.show"),
            *("matching.recommendations", "matching.pair"),
        ),
    ),
    "admin": (ADMIN, ("admin.", "audit.", "accounts.")),
}
TELLING = ("kind", "tab", "status", "step")  # arguments that make another page of the same endpoint


def kind_of_page(service: Service, url: str) -> tuple[str, ...]:
    """What is the same for pages that differ only in whom or what they show."""
    parts = urlsplit(url)
    endpoint, arguments = service.app.url_map.bind("").match(parts.path)
    words = [value for value in arguments.values() if isinstance(value, str) and len(value) < 20]
    asked = parse_qs(parts.query)
    return (str(endpoint), *words, *(asked[name][0] for name in TELLING if name in asked))


def links_on(visitor: Visitor) -> list[str]:
    found = visitor.page.locator("a[href]:not([download])").evaluate_all(
        "links => links.map(link => link.href)"
    )
    return [url.partition("#")[0] for url in found if url.startswith(visitor.service.url)]


def walk(visitor: Visitor, area: tuple[str, ...]) -> Iterator[str]:
    """Open the front page and one page of each kind that links lead to; yield the address of each."""
    waiting: list[str] = [f"{visitor.service.url}/"]
    seen: set[tuple[str, ...]] = set()
    while waiting:
        url = waiting.pop(0)
        kind = kind_of_page(visitor.service, url)
        if kind in seen or not (kind[0].startswith(area) or not seen):
            continue
        seen.add(kind)
        visitor.open(url)
        yield url
        waiting += links_on(visitor)


def faults_of_structure(page: Page) -> list[str]:
    found = Axe().run(page, options=CHECKED).response["violations"]
    return [f"{fault['id']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]]


def faults_of_page(visitor: Visitor) -> list[str]:
    page = visitor.page
    # Both languages come from one template: what axe reads is the same, but for words that are never empty.
    faults = faults_of_structure(page) if visitor.language == "en" else []
    if (headings := page.locator("h1").count()) != 1:
        faults.append(f"{headings} headings of the first level")
    if page.locator("html").get_attribute("lang") != visitor.language:
        faults.append("another language")
    page.set_viewport_size(NARROW)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > NARROW["width"]:
        faults.append(f"{width} pixels wide in a window of {NARROW['width']}")
    page.set_viewport_size(WIDE)
    return faults


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("person", ROUNDS)
def test_every_page_is_accessible_narrow_and_free_of_faults(
    visitor: Callable[..., Visitor], person: str, language: str
) -> None:
    email, area = ROUNDS[person]
    round_trip = visitor(language)
    if email is not None:
        round_trip.sign_in(email, PASSWORD)
    faults = {url: found for url in walk(round_trip, area) if (found := faults_of_page(round_trip))}
    assert faults == {}
