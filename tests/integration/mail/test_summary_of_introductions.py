"""One mail for many things: each heading stands apart from the list before it."""

from flask import Flask

from matchmaker.core.mail.rendering import render
from matchmaker.introductions.summaries import HEADINGS, Group, Line
from matchmaker.profiles.policies import OUTSIDER
from matchmaker.profiles.teaser import face
from tests import factories


def test_an_empty_line_stands_before_each_heading(context: Flask) -> None:
    line = Line("introductions.show", 7, "Mine", face(factories.organisation(name="Theirs"), OUTSIDER))
    groups = [Group(HEADINGS[kind], (line, line)) for kind in ("reminder", "did_you_meet")]
    lines = render("introductions/summary", "en", "UTC", {"groups": groups}).text.splitlines()
    for group in groups:
        place = lines.index(str(group.heading))
        assert (lines[place - 1], lines[place + 1]) == ("", "")
        assert lines[place + 2].startswith("- Mine – Theirs http")
    assert lines[place + 3].startswith("- Mine")
