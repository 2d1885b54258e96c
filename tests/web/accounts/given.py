"""What the fixtures of these tests give, and what one reads from a page or a mail."""

import re
from collections.abc import Callable
from typing import Any

from werkzeug.test import TestResponse

from matchmaker.core.mail import OutgoingMail
from tests.browser import Browser

Open = Callable[..., Browser]
Outbox = Callable[[], list[OutgoingMail]]
AccountOf = Callable[[str], Any]
Calls = list[int]


def link(mail: OutgoingMail, path: str) -> str:
    """Return the first link of the mail that begins with `path`, without scheme and host."""
    found = re.search(rf"http://localhost({re.escape(path)}\S*)", mail.text)
    assert found is not None, mail.text
    return found[1]


def visible(answer: TestResponse, email: str = "\0") -> tuple[int, str, str]:
    """Return status, path and page as a stranger compares them: without tokens, and `email` as X."""
    lines = [line for line in answer.text.splitlines() if "csrf" not in line and "nonce" not in line]
    return answer.status_code, answer.request.path, "\n".join(lines).replace(email, "X")


def session_cookie(opened: Browser) -> str:
    """Return what the browser's session cookie says, or nothing where there is none."""
    cookie = opened.client.get_cookie("session")
    return cookie.value if cookie else ""
