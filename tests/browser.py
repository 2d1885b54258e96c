"""A browser without JavaScript: follows forms as they stand on the page, CSRF token included."""

from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.personas import PASSWORD


class _Forms(HTMLParser):
    """Collects the hidden and typed values of each form of a page, by the form's action."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, Any]]] = []
        self._select: str | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name = values.get("name")
        if tag == "form":
            self.forms.append((values.get("action") or "", {}))
        elif tag == "input" and name and self.forms:
            self._input(name, values)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in values and self.forms:
            self._keep(self._select, values.get("value") or "")
        elif tag == "textarea" and name and self.forms:
            self._textarea = name
            self._keep(name, "")

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.forms[-1][1][self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        elif tag == "textarea" and self._textarea:
            fields = self.forms[-1][1]
            fields[self._textarea] = fields[self._textarea].lstrip("\r\n")
            self._textarea = None

    def _input(self, name: str, values: dict[str, str | None]) -> None:
        kind = values.get("type") or "text"
        if kind in ("submit", "button", "file") or (
            kind in ("checkbox", "radio") and "checked" not in values
        ):
            return
        self._keep(name, values.get("value") or "")

    def _keep(self, name: str, value: str) -> None:
        fields = self.forms[-1][1]
        if name in fields and name != "csrf_token":
            kept = fields[name]
            fields[name] = [*kept, value] if isinstance(kept, list) else [kept, value]
        else:
            fields[name] = value


def forms_of(page: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the (action, fields as they stand) of each form of an HTML page."""
    parser = _Forms()
    parser.feed(page)
    return parser.forms


class Browser:
    """One person's browser with its own cookies."""

    def __init__(self, app: Flask, language: str = "en") -> None:
        self.client = app.test_client()
        self.headers = {"Accept-Language": language}

    def get(self, url: str, **kwargs: Any) -> TestResponse:
        """Open a page; redirects are followed unless `follow_redirects=False`."""
        kwargs.setdefault("follow_redirects", True)
        return self.client.get(url, headers=self.headers, **kwargs)

    def submit(
        self, url: str, data: dict[str, Any] | None = None, *, action: str | None = None, follow: bool = True
    ) -> TestResponse:
        """Open `url`, fill `data` into its form and send it to where the form leads.

        `action` names the form where the page has several: the first whose action ends with it; without it
        the last form of the page whose fields include those of `data`, else one that leads to `url` itself.
        """
        page = self.get(url)
        target, fields = _choose(forms_of(page.text), url, data or {}, action)
        files = any(isinstance(value, tuple) for value in (data or {}).values())
        return self.client.post(
            target or page.request.path,
            data=fields | (data or {}),
            headers=self.headers | {"Referer": f"http://localhost{page.request.path}"},
            content_type="multipart/form-data" if files else None,
            follow_redirects=follow,
        )

    def post(self, url: str, data: dict[str, Any] | None = None, *, follow: bool = True) -> TestResponse:
        """Post straight to `url` with a valid CSRF token of this session, as a hand-made request would."""
        fields = next(fields for _, fields in forms_of(self.get("/").text) if "csrf_token" in fields)
        return self.client.post(
            url,
            data={"csrf_token": fields["csrf_token"]} | (data or {}),
            headers=self.headers | {"Referer": "http://localhost/"},
            follow_redirects=follow,
        )

    def sign_in(self, person: Any) -> None:
        """Sign in through the log-in page."""
        answer = self.submit("/account/login", {"email": person.email, "password": PASSWORD}, action="login")
        assert answer.status_code == 200, answer.text


def _choose(
    forms: list[tuple[str, dict[str, Any]]], url: str, data: dict[str, Any], action: str | None
) -> tuple[str, dict[str, Any]]:
    if action is not None:
        return next(form for form in forms if form[0].split("?")[0].endswith(action))
    fitting = [form for form in forms if set(data) & set(form[1])]
    same = [form for form in forms if form[0] in ("", url)]
    return (fitting or same or forms)[-1 if fitting else 0]
