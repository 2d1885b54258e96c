"""Addresses: numbers and codes in them, safe targets of redirects, and absolute links for mails."""

import re
from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask import Flask, current_app
from werkzeug.routing import IntegerConverter, Map

Code = TypeVar("Code", bound=StrEnum)
YEARS = range(2000, 2101)  # that people may ask for: a day of any other is a slip
LARGEST_ID = 2**31 - 1  # what a column of ids holds
_LOCAL_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*\Z")


class RowId(IntegerConverter):
    """The number of a row in an address; one that no row can have is an address that does not exist."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST_ID)


def row_id(text: str) -> int:
    """Return the number of a row in a question or form; raise ValueError for what no row can have."""
    number = int(text)
    if not 0 <= number <= LARGEST_ID:
        raise ValueError("no row has this number")
    return number


def code_or_none(codes: type[Code], text: str | None) -> Code | None:
    """Return the member of `codes` that a question or form names, or None for anything else."""
    try:
        return codes(text) if text else None
    except ValueError:
        return None


def day_or_none(text: str | None) -> date | None:
    """Return the day that a question names as YYYY-MM-DD, or None for anything else."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if day.year in YEARS else None


def init_app(app: Flask) -> None:
    """Take only numbers of rows where a rule says `int`; call before any rule is added."""
    app.url_map.converters["int"] = RowId


def safe_target(target: str | None, default: str = "/") -> str:
    """Return `target` when it is a path of this site, else `default`.

    Only a path with a single leading slash passes: no scheme, no host, no backslash, no control sign.
    """
    return target if target and _LOCAL_PATH.match(target) else default


def absolute(endpoint: str, **values: object) -> str:
    """Return the absolute address of `endpoint` under BASE_URL, never under a request's host."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return f"{current_app.config['BASE_URL'].rstrip('/')}{path}"
