"""The picture in the documentation is that of the code."""

from pathlib import Path

from matchmaker.introductions import diagram
from matchmaker.introductions.meetings import diagram as meetings
from matchmaker.introductions.workflow import ENTRIES, TRANSITIONS

DOCUMENT = Path(__file__).parents[3] / "docs" / "introductions.md"


def test_the_documented_states_are_those_of_the_table() -> None:
    assert diagram.section() in DOCUMENT.read_text(encoding="utf-8"), (
        "run `flask --app wsgi introductions diagram` and put its output into docs/introductions.md"
    )


def test_the_picture_has_one_arrow_for_each_step() -> None:
    arrows = [line for line in diagram.mermaid().splitlines() if " : " in line and "-->" in line]
    assert len(arrows) == len(TRANSITIONS) + len(ENTRIES)


def test_the_documented_states_of_meetings_are_those_of_the_table() -> None:
    assert meetings.section() in DOCUMENT.read_text(encoding="utf-8")
