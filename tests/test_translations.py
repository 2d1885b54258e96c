"""Every string a person reads has its French, with the same placeholders, and no page bears a bare string."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[1] / "matchmaker"
FRENCH = PACKAGE / "translations" / "fr" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {"_": None, "_l": None, "N_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
TEMPLATES = sorted((PACKAGE / "templates").rglob("*.html")) + sorted((PACKAGE / "templates").rglob("*.txt"))
NAMES = {"Passerelle", "· Passerelle", "Français", "English"}  # the same in both languages


def _extracted() -> set[str]:
    with (PACKAGE / "translations" / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = extract_from_dir(str(PACKAGE), methods, options, keywords=KEYWORDS)
    return {text if isinstance(text, str) else text[0] for _, _, text, _, _ in found if text}


@pytest.fixture(scope="module")
def french() -> Catalog:
    return read_po(BytesIO(FRENCH.read_bytes()), locale="fr")


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def test_every_message_of_the_code_has_its_french(french: Catalog) -> None:
    missing = sorted(
        text
        for text in _extracted()
        if (found := french.get(text)) is None or not all(_forms(found)) or found.fuzzy
    )
    assert missing == []


def test_the_french_catalogue_has_no_message_that_the_code_lost(french: Catalog) -> None:
    known = _extracted()
    lost = [message.id for message in french if message.id and _first(message) not in known]
    assert lost == []


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def test_placeholders_are_the_same_in_both_languages(french: Catalog) -> None:
    wrong = [
        (_first(message), form)
        for message in french
        if message.id
        for form in _forms(message)
        if not set(PLACEHOLDER.findall(form)) <= set(PLACEHOLDER.findall(" ".join(_ids(message))))
        or set(PLACEHOLDER.findall(_first(message))) - set(PLACEHOLDER.findall(form)) - {"num"}
    ]
    assert wrong == []


def test_the_french_is_set_as_french(french: Catalog) -> None:
    """No-break spaces before : ; ? ! » and after «, and no straight apostrophe."""
    fault = re.compile(r"'|(?<!\u00a0)[:;?!»](?=\s|$)|«(?!\u00a0)")
    assert [form for message in french if message.id for form in _forms(message) if fault.search(form)] == []


def _ids(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _bare_strings(template: str) -> Iterator[str]:
    text = re.sub(r"{#.*?#}", " ", template, flags=re.S)
    text = re.sub(r"{%-?\s*trans\b.*?endtrans\s*-?%}", " ", text, flags=re.S)
    text = re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.S)
    text = re.sub(r"<style>.*?</style>", " ", text, flags=re.S)
    yield from re.findall(r"\s(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"", text)
    yield from re.sub(r"<!--.*?-->|<[^>]*>", "\n", text, flags=re.S).split("\n")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE / "templates")))
def test_no_template_bears_a_bare_string(template: Path) -> None:
    bare = [
        text.strip()
        for text in _bare_strings(template.read_text(encoding="utf-8"))
        if re.search(r"[^\W\d_]{2,}", re.sub(r"&\w+;", "", text)) and text.strip() not in NAMES
    ]
    assert bare == []
