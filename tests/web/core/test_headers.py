"""What every answer bears so that a browser refuses what we did not send."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.browser import Browser
from tests.personas import Personas

Open = Callable[..., Browser]


def test_every_answer_refuses_foreign_code_frames_and_guessed_types(browser: Open) -> None:
    for url in ("/", "/account/login", "/no-such-page", "/healthz"):
        headers = browser().get(url).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"


def test_two_answers_do_not_share_a_nonce(browser: Open) -> None:
    nonces = {
        re.search(r"nonce-([\w-]+)", browser().get("/").headers["Content-Security-Policy"])[1]  # type: ignore[index]
        for _ in range(3)
    }
    assert len(nonces) == 3


def test_pages_of_the_signed_in_are_not_stored(browser: Open, personas: Personas) -> None:
    assert "no-store" in browser(personas.outsider).get("/").headers["Cache-Control"]


def test_a_page_loads_nothing_from_another_host(browser: Open) -> None:
    page = browser().get("/").text
    assert re.findall(r"(?:src|href|action)=\"(?:https?:)?//[^\"]+\"", page) == []


def test_a_request_for_another_host_is_refused(app: Flask) -> None:
    answer = app.test_client().get("/", headers={"Host": "evil.example.com"})
    assert answer.status_code == 400


@pytest.mark.parametrize("forwarded", ["evil.example.com", "127.0.0.1, evil.example.com"])
def test_a_forwarded_host_is_not_believed_without_a_proxy_of_ours(app: Flask, forwarded: str) -> None:
    answer = app.test_client().get("/", headers={"X-Forwarded-Host": forwarded})
    assert "evil" not in answer.text


@pytest.mark.parametrize("path", ["/", "/account/login", "/account/reset/x", "/removals/x"])
def test_pages_of_the_signed_out_are_not_stored_either(browser: Open, path: str) -> None:
    assert browser().client.get(path).headers["Cache-Control"] == "no-store"
