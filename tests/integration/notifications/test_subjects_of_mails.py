"""What the subject of a mail may be: words for everybody, since others see screens too."""

import pytest
from flask import Flask
from jinja2 import StrictUndefined

from matchmaker.core import mail
from matchmaker.core.locale import reading_as


def test_no_subject_takes_an_argument(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.jinja_env, "undefined", StrictUndefined)
    names = [
        name.removeprefix("mail/").removesuffix(".txt")
        for name in app.jinja_env.list_templates(extensions=["txt"])
        if name.startswith("mail/") and name != "mail/layout.txt"
    ]
    assert len(names) > 30
    with app.test_request_context():
        for name in names:
            with reading_as("en", "UTC"):
                assert mail.heading(name), name
