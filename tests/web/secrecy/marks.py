"""Marks that no other text holds: each tells what leaked and of which firm. Pure."""

import re
from typing import NamedTuple

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
PERSONS = ("conq", "nameq", "memq", "famq")
CONTACT = (*PERSONS, "mailq", "phone")
IDENTITY = ("legalq", "brandq", "mottoq")  # what a confidential firm is not to be known by
OPENED = (*CONTACT, "legalq", "brandq", "deckq")  # what both sides of an introduction may read
_WORDS = re.compile(rf"({'|'.join((*PERSONS, 'mailq', *IDENTITY, 'rivalq', 'deckq'))})([a-z]{{4}})")
_PHONES = re.compile(r"33\W{0,3}6\W?77\W?(\d\d)\W?(\d\d)\W?(\d\d)")
_REGISTRY = re.compile(r"(?<!\d)977\W?(\d{3})\W?(\d{3})(?!\d)")


class Mark(NamedTuple):
    """A secret of the firm of that number."""

    kind: str
    number: int


def word(kind: str, number: int) -> str:
    """Return the made-up word of that kind for a firm."""
    places = (_LETTERS[number // 26**place % 26] for place in (3, 2, 1, 0))
    return kind + "".join(places)


def phone(number: int) -> str:
    """Return the phone number of a firm's contact."""
    digits = f"{number:06}"
    return f"+33 6 77 {digits[:2]} {digits[2:4]} {digits[4:]}"


def registry(number: int) -> str:
    """Return the registry id of a firm."""
    return f"977{number:06}"


def found_in(text: str) -> set[Mark]:
    """Return every mark in `text`, in whatever case, spaced or not."""
    words = {Mark(kind, _number(letters)) for kind, letters in _WORDS.findall(text.lower())}
    phones = {Mark("phone", int("".join(parts))) for parts in _PHONES.findall(text)}
    return words | phones | {Mark("registry", int("".join(parts))) for parts in _REGISTRY.findall(text)}


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + _LETTERS.index(letter)
    return number
