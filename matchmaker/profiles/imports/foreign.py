"""Cells of foreign files made into cells of ours: texts, counts, amounts, addresses, numbers. Pure."""

import html
import re
from decimal import Decimal, InvalidOperation

from matchmaker.core.text import clean
from matchmaker.taxonomy import Currency

_INVISIBLE = re.compile("[\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_URL = re.compile(r"(?:https?://?|https?:|www\.)?[^\s,;<>\"]+\.[^\s,;<>\"]+", re.IGNORECASE)
_SCHEME = re.compile(r"(https?)[:/]+", re.IGNORECASE)
_SIGNS = {"$": Currency.USD, "USD": Currency.USD, "€": Currency.EUR, "EUR": Currency.EUR}
_AMOUNT = re.compile(r"(USD|EUR|[$€])? ?([0-9][0-9., ]*?)([KkMm])? ?(USD|EUR|[$€])?")
_FACTORS = {"": 1, "k": 1_000, "m": 1_000_000}
_SIREN = re.compile(r"(\d{9})(\d{5})?(\.0)?")


def text(cell: str) -> str:
    """Return the cell without HTML entities, control and invisible signs; wrongly decoded letters stay."""
    plain = _INVISIBLE.sub("", html.unescape(cell).replace("\u2028", "\n").replace("\u00a0", " "))
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in clean(plain).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def line(cell: str) -> str:
    """Return the cell's text on one line."""
    return " ".join(text(cell).split())


def count(cell: str) -> str:
    """Return a whole number as `12` from `12`, `12.0` or `1,200`; empty where the cell is none."""
    number = re.fullmatch(r"(\d{1,3}(?:[, ]\d{3})*|\d+)(?:\.0+)?", cell.strip())
    return re.sub(r"[, ]", "", number[1]) if number else ""


def money(cell: str) -> tuple[str, str]:
    """Return (decimal, currency code) from such as `$500000`, `€1.5m` or `250 000 EUR`; empty where unsaid.

    An amount of zero says nothing: sources fill it in for "not stated".
    """
    found = _AMOUNT.fullmatch(re.sub(r"[\s\u202f]", " ", cell.strip()).upper())
    if not found:
        return "", ""
    try:
        amount = Decimal(_decimal(found[2])) * _FACTORS[(found[3] or "").lower()]
    except InvalidOperation:
        return "", ""
    sign = found[1] or found[4]
    shown = format(amount.quantize(Decimal(1)) if amount == int(amount) else amount, "f")
    return (shown, _SIGNS[sign].value if sign else "") if amount > 0 else ("", "")


def _decimal(digits: str) -> str:
    """Take the last point or comma for the decimal one only where it does not part thousands."""
    plain = digits.replace(" ", "")
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", plain):
        return re.sub(r"[.,]", "", plain)
    return plain.replace(",", ".")


def website(cell: str) -> str:
    """Return the first web address in the cell, its scheme spelt right; empty where there is none."""
    found = _URL.search(text(cell))
    if not found:
        return ""
    address = found[0].rstrip(".)/")
    return _SCHEME.sub(lambda scheme: f"{scheme[1].lower()}://", address, count=1)


def siren(cell: str) -> str:
    """Return the nine digits of a SIREN, or of the SIRET that begins with it; else the cell as it is.

    Numbers that passed through a spreadsheet end in `.0`.
    """
    found = _SIREN.fullmatch(re.sub(r"[\s\u00a0]", "", cell))
    return found[1] if found else cell.strip()
