"""The picture of the states, written from the tables of transitions and timers as Mermaid text."""

from matchmaker.introductions.timers import AS_SOON_AS_POSSIBLE, REMINDERS, TIMERS, Delay, Since, Unit
from matchmaker.introductions.workflow import ENTRIES, TRANSITIONS, Action, Status, Transition

BEGIN, END = "<!-- states: begin -->", "<!-- states: end -->"
_COUNTED = {Unit.DAYS: "d", Unit.WORKING_DAYS: "working days"}
_START = {
    Since.ENTERED: "",
    Since.DEFERRED_UNTIL: "the day the counterpart chose",
    Since.ASKED_WHETHER_MET: " after the question whether they met",
}


def mermaid() -> str:
    """Return a Mermaid state diagram: one arrow a step, with who takes it; each end as a state of its own."""
    lines = ["stateDiagram-v2"]
    for action, step in ENTRIES.items():
        lines.append(f"    [*] --> {_target(step)} : {action} ({_who(step)})")
    for (status, action), step in TRANSITIONS.items():
        lines.append(f"    {status} --> {_target(step)} : {action} ({_who(step)})")
    ends = list(dict.fromkeys(step.reason for step in TRANSITIONS.values() if step.reason))
    lines += [f"    closed_{end} : closed, {end}" for end in ends]
    lines += [f"    closed_{end} --> [*]" for end in ends]
    return "\n".join(lines)


def table() -> str:
    """Return the transitions as a Markdown table, for readers without Mermaid; timed steps say when."""
    rows = ["| From | Step | By | To | Timer |", "|---|---|---|---|---|"]
    rows += [f"| | {action} | {_who(step)} | {_told(step)} | |" for action, step in ENTRIES.items()]
    for status in Status:
        for (origin, action), step in TRANSITIONS.items():
            if origin is status:
                when = _when(origin, action)
                rows.append(f"| {origin} | {action} | {_who(step)} | {_told(step)} | {when} |")
    return "\n".join(rows)


def reminders() -> str:
    """Return the reminders as a Markdown table."""
    rows = ["| While | Reminder | After |", "|---|---|---|"]
    rows += [
        f"| {status} | {reminder} | {_length(delay)} |" for (status, reminder), delay in REMINDERS.items()
    ]
    return "\n".join(rows)


def section() -> str:
    """Return the generated part of docs/introductions.md, between its two marks."""
    return f"{BEGIN}\n```mermaid\n{mermaid()}\n```\n\n{table()}\n\n{reminders()}\n{END}"


def _who(step: Transition) -> str:
    return ", ".join(sorted(step.actors))


def _target(step: Transition) -> str:
    if step.target is None:
        return "[*]"
    return f"closed_{step.reason}" if step.reason else str(step.target)


def _told(step: Transition) -> str:
    if step.target is None:
        return "deleted"
    return f"{step.target}: {step.reason}" if step.reason else str(step.target)


def _when(status: Status, action: Action) -> str:
    if (status, action) in AS_SOON_AS_POSSIBLE:
        return "as soon as there is a place"
    delay = TIMERS.get((status, action))
    return _length(delay) if delay else ""


def _length(delay: Delay) -> str:
    if delay.since is Since.DEFERRED_UNTIL:
        return _START[delay.since]
    return f"{delay.length} {_COUNTED[delay.unit]}{_START[delay.since]}"
