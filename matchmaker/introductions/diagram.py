"""The picture of the states, written from the table of transitions as Mermaid text."""

from matchmaker.introductions.workflow import FIRST, TRANSITIONS, Status

BEGIN, END = "<!-- states: begin -->", "<!-- states: end -->"


def mermaid() -> str:
    """Return a Mermaid state diagram: one arrow a step, with who takes it; each end as a state of its own."""
    lines = ["stateDiagram-v2", f"    [*] --> {FIRST} : request (requester)"]
    ends = []
    for (status, action), step in TRANSITIONS.items():
        target = f"closed_{step.reason}" if step.reason else step.target
        who = ", ".join(sorted(step.actors))
        lines.append(f"    {status} --> {target} : {action} ({who})")
        if step.reason and target not in ends:
            ends.append(target)
    lines += [f"    {end} : closed, {end.removeprefix('closed_')}" for end in ends]
    lines += [f"    {end} --> [*]" for end in ends]
    return "\n".join(lines)


def table() -> str:
    """Return the transitions as a Markdown table, for readers without Mermaid."""
    rows = ["| From | Step | By | To |", "|---|---|---|---|"]
    for status in Status:
        for (origin, action), step in TRANSITIONS.items():
            if origin is status:
                target = f"{step.target}: {step.reason}" if step.reason else str(step.target)
                rows.append(f"| {origin} | {action} | {', '.join(sorted(step.actors))} | {target} |")
    return "\n".join(rows)


def section() -> str:
    """Return the generated part of docs/introductions.md, between its two marks."""
    return f"{BEGIN}\n```mermaid\n{mermaid()}\n```\n\n{table()}\n{END}"
