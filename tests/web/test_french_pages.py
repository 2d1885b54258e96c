"""Whoever reads French meets no English on any page: of the demonstration, of the faults, of the library."""

import re
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urldefrag, urlsplit

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from werkzeug.test import TestResponse

from matchmaker.demo import accounts
from matchmaker.taxonomy import LABELS
from tests.browser import Browser
from tests.personas import Person
from tests.test_translations import FRENCH, PLACEHOLDER
from tests.web.visible_text import read

LONGER_THAN = 12  # characters; a shorter text may well be a name or a word of both languages
PAGES_OF_A_SHAPE = 3  # `/desk/7` and `/desk/8` are of one shape
SIGNS_OUT = "/account/tf-validate"  # the library's answer to whoever opens it without awaiting a code
Forms = str | tuple[str, ...] | list[str] | None  # a message, or its singular and plural
READERS = {
    "a visitor": None,
    "a member": accounts.MEMBERS[0],
    "a member of the other city": accounts.MEMBERS[3],
    "staff": accounts.STAFF_PARIS,
    "staff of the other city": accounts.STAFF_VALLEY,
    "an admin": accounts.ADMIN,
}


def _english_texts() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield each English text whose French differs, and how it would stand on a page.

    A sentence may stand anywhere in a line. A label of two words stands alone or in a list, and is no
    fault in what somebody wrote of their organisation.
    """
    messages = [message for message in read_po(BytesIO(FRENCH.read_bytes()), locale="fr") if message.id]
    pairs = [(form(message.id), form(message.string)) for message in messages for form in (_one, _several)]
    labels = [(label.en, label.fr) for group in LABELS.values() for label in group.values()]
    for english, french in dict(pairs + labels).items():
        piece = max((part.strip() for part in PLACEHOLDER.split(english)[::2]), key=len)
        if len(piece) > LONGER_THAN and piece not in french:
            alone = len(piece.split()) < 3 or (english, french) in labels
            around = (r"(?:^|, )", r"(?:$|, )") if alone else (r"(?<!\w)", r"(?!\w)")
            yield piece, re.compile(re.escape(piece).join(around), re.MULTILINE)


def _one(forms: Forms) -> str:
    return forms if isinstance(forms, str) else (forms or ("",))[0]


def _several(forms: Forms) -> str:
    return forms if isinstance(forms, str) else (forms or ("",))[-1]


ENGLISH = dict(_english_texts())


def _left_over(page: str, language: str = "fr") -> list[str]:
    """Return the English texts that stand on a page where it speaks `language`."""
    text = read(page, language)[0]
    return [english for english, standing in ENGLISH.items() if english in text and standing.search(text)]


def _reader(app: Flask, email: str | None) -> Browser:
    opened = Browser(app, "fr")
    if email is not None:
        opened.sign_in(Person(0, email, ""))
        opened.post("/language", {"locale": "fr"})
    return opened


def _pages(opened: Browser, starts: list[str]) -> Iterator[tuple[str, TestResponse]]:
    """Open `starts` and what their links lead to, some pages of each shape."""
    waiting, seen, shapes = list(starts), set(starts), dict.fromkeys(starts, 1)
    while waiting:
        url = waiting.pop(0)
        answer = opened.get(url)
        if answer.mimetype != "text/html":
            continue
        assert '<html lang="fr">' in answer.text, url
        yield url, answer
        for link in read(answer.text, "fr")[1]:
            target = urldefrag(link).url
            shape = re.sub(r"\d+", "0", target)
            inside = target.startswith("/") and not urlsplit(target).netloc
            if inside and target not in seen and shapes.get(shape, 0) < PAGES_OF_A_SHAPE:
                seen.add(target)
                shapes[shape] = shapes.get(shape, 0) + 1
                waiting.append(target)


def _without_parameters(app: Flask) -> list[str]:
    rules = [
        rule for rule in app.url_map.iter_rules() if not rule.arguments and "GET" in (rule.methods or ())
    ]
    return sorted(str(rule) for rule in rules if str(rule) != SIGNS_OUT)


@pytest.mark.parametrize("email", READERS.values(), ids=READERS.keys())
def test_no_page_that_one_can_walk_to_bears_english(demonstration: Flask, email: str | None) -> None:
    opened = _reader(demonstration, email)
    found = {
        url: (answer.status_code, english)
        for url, answer in _pages(opened, _without_parameters(demonstration))
        if (english := _left_over(answer.text)) or answer.status_code >= 500
    }
    assert found == {}
    assert email is None or opened.get("/account").request.path == "/account"


@pytest.mark.parametrize(
    ("url", "data", "told"),
    [
        ("/account/login", {"email": "a@b.example", "password": "no"}, "n’ouvrent aucun compte"),
        (
            "/account/register",
            {"name": "", "email": "x", "password": "short"},
            "Veuillez indiquer votre nom.",
        ),
        ("/account/register", {"email": "not an address"}, "n’a pas la forme attendue"),
        ("/account/register", {"email": "a@b.example", "password": "short"}, "128 caractères"),
        ("/account/register", {"email": "a@b.example", "password": ""}, "Veuillez saisir un mot de passe."),
        ("/account/reset", {"email": "nobody@people.example.org"}, "S’il existe un compte"),
        ("/account/confirm", {"email": "nobody@people.example.org"}, "attend une confirmation"),
    ],
)
def test_what_the_account_pages_say_of_an_entry_is_french(
    app: Flask, url: str, data: dict[str, str], told: str
) -> None:
    answer = Browser(app, "fr").submit(url, data)
    assert told in read(answer.text, "fr")[0]
    assert _left_over(answer.text) == []


@pytest.mark.parametrize("url", ["/nowhere", "/account/reset/forged", "/account/invitation/forged"])
def test_what_a_link_that_does_not_work_says_is_french(app: Flask, url: str) -> None:
    answer = Browser(app, "fr").get(url)
    assert '<html lang="fr">' in answer.text
    assert _left_over(answer.text) == []


def test_english_on_a_page_would_be_noticed(app: Flask) -> None:
    noticed = _left_over(Browser(app, "en").get("/account/register").text, "en")
    assert {"Skip to the content", "Create an account", "I have an account already"} <= set(noticed)
