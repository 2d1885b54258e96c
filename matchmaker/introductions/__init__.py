"""Introductions: from a request to contacts shared by both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages and commands of introductions, and answer what other features ask of them."""
    from matchmaker.introductions import models  # noqa: F401  (the tables)
