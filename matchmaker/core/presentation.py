"""How templates show codes, dates, money and texts to the reader."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from urllib.parse import quote, urlencode

from babel import Locale, UnknownLocaleError
from flask import Flask, request
from flask_babel import format_currency, format_date, format_decimal, format_time, get_locale
from markupsafe import Markup, escape

from matchmaker import taxonomy
from matchmaker.core.locale import language
from matchmaker.taxonomy import Currency
from matchmaker.taxonomy import label as taxonomy_label

AMOUNTS = 1 << 12
"""Amounts whose words are remembered: rounds and cheques are mostly the same round numbers."""


def label(code: StrEnum | None) -> str:
    """Return the label of a taxonomy code in the reader's language, or an empty string for None."""
    return "" if code is None else taxonomy_label(code, language())


def labels(codes: list[StrEnum]) -> str:
    """Return the labels of several codes, separated by commas."""
    return ", ".join(label(code) for code in codes)


def language_name(code: str) -> str:
    """Return the name of the ISO 639-1 language `code` in the reader's language."""
    try:
        return str(Locale.parse(code).get_display_name(get_locale()) or code)
    except (ValueError, UnknownLocaleError):
        return code


def show_date(moment: date | datetime | None) -> str:
    """Return a date in the reader's form, or an empty string for None."""
    if moment is None:
        return ""
    shown = str(format_date(moment, format="long"))
    first = language() == "fr" and shown.startswith("1 ")
    return f"1er {shown[2:]}" if first else shown  # which the common data of locales leaves out


def show_moment(moment: datetime | None) -> str:
    """Return a date and time of day in the reader's form and time zone."""
    return "" if moment is None else f"{show_date(moment)}, {format_time(moment, format='short')}"


def money(amount: Decimal | None, currency: Currency | None) -> str:
    """Return an amount with its currency, without cents where there are none."""
    if amount is None:
        return ""
    return f"{amount:,.0f}" if currency is None else _priced(amount, currency, language())


@lru_cache(AMOUNTS)
def _priced(amount: Decimal, currency: Currency, spoken: str) -> str:
    pattern = "¤#,##0" if spoken == "en" else "#,##0\u00a0¤"
    return str(format_currency(amount, str(currency), format=pattern, currency_digits=False))


def paragraphs(text: str) -> Markup:
    """Return plain text as escaped HTML paragraphs."""
    blocks = [block.strip() for block in text.split("\n\n") if block.strip()]
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in block.splitlines()))
        for block in blocks
    )


def page_url(number: int) -> str:
    """Return the address of the page under way with `page` set to `number`."""
    # Not by url_for, to which a question such as `?_external=1` would be an order.
    asked = request.args.to_dict(flat=False) | {"page": [str(number)]}
    return f"{request.script_root}{quote(request.path)}?{urlencode(asked, doseq=True)}"


def init_app(app: Flask) -> None:
    """Give templates these filters."""
    app.jinja_env.filters.update(
        label=label,
        labels=labels,
        language_name=language_name,
        date=show_date,
        moment=show_moment,
        number=format_decimal,
        money=money,
        paragraphs=paragraphs,
    )
    app.jinja_env.globals.update(
        page_url=page_url, taxonomy=taxonomy, has_endpoint=lambda name: name in app.view_functions
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
