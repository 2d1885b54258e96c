from datetime import date

import pytest
from flask import Flask
from flask_babel import force_locale

from matchmaker.core.presentation import show_date


@pytest.mark.parametrize(
    ("locale", "day", "words"),
    [
        ("fr", date(2027, 12, 1), "1er décembre 2027"),
        ("fr", date(2027, 12, 11), "11 décembre 2027"),
        ("en", date(2027, 12, 1), "December 1, 2027"),
    ],
)
def test_days_are_written_as_in_the_language(app: Flask, locale: str, day: date, words: str) -> None:
    with app.test_request_context(), force_locale(locale):
        assert show_date(day) == words
