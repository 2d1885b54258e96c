"""A person with a browser of their own, which writes down what must not happen on any page."""

import re
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response

from tests.e2e.service import Service

LOCALES = {"fr": "fr-FR", "en": "en-US"}


class Visitor:
    """Opens pages, fills forms by the names of their fields, presses buttons by their words."""

    def __init__(self, browser: Browser, service: Service, language: str, **options: Any) -> None:
        self.service = service
        self.language = language
        self.faults: list[str] = []
        window = {"viewport": {"width": 1280, "height": 900}} | options
        self.context = browser.new_context(base_url=service.url, locale=LOCALES[language], **window)
        self.context.set_default_timeout(60_000)  # until a page that hangs is given up
        self.context.on("console", self._note_message)
        self.context.on("weberror", lambda error: self.faults.append(f"error on a page: {error.error}"))
        self.context.on("request", self._note_request)
        self.page: Page = self.context.new_page()

    def _note_message(self, message: ConsoleMessage) -> None:
        refused_form = "status of 422" in message.text  # which the page itself says
        if message.type in ("error", "warning") and not refused_form:
            self.faults.append(f"{self.page.url}: console: {message.text}")

    def _note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme != "data" and f"{parts.scheme}://{parts.netloc}" != self.service.url:
            self.faults.append(f"{self.page.url}: asked another host: {request.url}")

    def words(self, message: str, **values: Any) -> str:
        """Return a text of the service in this person's language."""
        return self.service.words(self.language, message, **values)

    def open(self, path: str) -> Response:
        """Open a page of the service, which must answer as pages do."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, (path, answer.status)
        return answer

    def follow(self, message: str) -> None:
        """Follow the first link that begins with these words."""
        self.page.get_by_role("link", name=re.compile(f"^{re.escape(self.words(message))}")).first.click()

    def press(self, message: str, within: Locator | None = None) -> None:
        """Press the first button with these words."""
        place = within or self.page.locator("body")
        place.get_by_role("button", name=self.words(message), exact=True).first.click()

    def fill(self, **fields: str) -> None:
        """Fill fields of a form by their names; a choice takes its code."""
        for name, value in fields.items():
            field = self.page.locator(f"main [name={name}]:visible").first
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def tick(self, name: str, *codes: str) -> None:
        """Tick boxes or choose radio buttons."""
        for code in codes:
            self.page.locator(f"main [name={name}][value={code}]").check()

    def sign_in(self, email: str, password: str) -> None:
        """Sign in through the log-in page, and answer in this person's language from now on."""
        self.open("/account/login")
        self.fill(email=email, password=password)
        self.press("Sign in", self.page.locator("main"))
        self.page.wait_for_url(lambda url: "/account/login" not in url)
        if self.page.locator("html").get_attribute("lang") != self.language:
            self.page.locator(f"button[name=locale][value={self.language}]").click()
        assert self.page.locator("html").get_attribute("lang") == self.language

    def says(self, message: str, **values: Any) -> bool:
        """Whether the page shows these words."""
        return self.words(message, **values) in self.text

    @property
    def text(self) -> str:
        """What the page says, spaces made single."""
        return re.sub(r"\s+", " ", self.page.locator("body").inner_text())

    def close(self) -> None:
        """Close the browser window."""
        self.context.close()
