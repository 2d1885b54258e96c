"""The states of a meeting as a table for the documentation, written from the table that the code obeys."""

from matchmaker.introductions.meetings.workflow import ENTRIES, TRANSITIONS, Transition, When

_WHEN = {When.ANY: "", When.BEFORE: "before it begins", When.AFTER: "once its time has come"}


def section() -> str:
    """Return the table in Markdown, one row for each step."""
    rows = [_row("", action, step) for action, step in ENTRIES.items()]
    rows += [_row(status, action, step) for (status, action), step in TRANSITIONS.items()]
    return "\n".join(["| From | Step | By | To | When |", "|---|---|---|---|---|", *rows])


def _row(status: str, action: str, step: Transition) -> str:
    actors = ", ".join(sorted(step.actors))
    return f"| {status} | {action} | {actors} | {step.target} | {_WHEN[step.when]} |"
