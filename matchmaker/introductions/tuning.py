"""What an admin may choose for timers, quotas and meeting hours, and what does not go together. Pure."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l

from matchmaker.introductions import timers

LONGEST = 1000  # days
MOST_REQUESTS = 1000
# The first must be over before the second: a reminder before the end that it announces.
IN_ORDER = (
    ("escalation", "submitted_unanswered"),
    ("first_reminder", "second_reminder"),
    ("second_reminder", "answer_expires"),
    ("did_you_meet", "introduced_ends"),
)
GAPS = (8, 9)  # hours by which clocks in Paris are ahead of those in California, over a year

NAMES: dict[str, object] = {
    "draft_deleted": _l("A draft that nobody touches is deleted"),
    "escalation": _l("Staff of the other city may decide too"),
    "submitted_unanswered": _l("A request that nobody decided is closed with an apology"),
    "needs_changes_expires": _l("A request that was given back expires"),
    "waiting_expires": _l("A request in the queue of a full counterpart expires"),
    "first_reminder": _l("First reminder to whoever owes an answer"),
    "second_reminder": _l("Second reminder to whoever owes an answer"),
    "answer_expires": _l("An introduction that nobody answered expires"),
    "deferred_expires": _l("An answer put off expires"),
    "did_you_meet": _l("After the introduction: “Did you meet?”"),
    "no_follow_up": _l("After that question: closed where nothing followed"),
    "introduced_ends": _l("After the introduction: closed in any case"),
    "nobody_left": _l("Introductions of an organisation whose last account was switched off end"),
}


def lengths(chosen: Mapping[str, int]) -> dict[str, int]:
    """Return the length of every delay by its name, in its unit."""
    return {name: timers.length_of(delay, chosen) for name, delay in timers.delays().items()}


def differing(given: Mapping[str, int]) -> dict[str, int]:
    """Return what of the lengths differs from the defaults, as the setting keeps it."""
    return {name: given[name] for name, delay in timers.delays().items() if given[name] != delay.length}


def out_of_order(given: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return the pairs of names whose first delay is not shorter than the second."""
    return [(one, other) for one, other in IN_ORDER if given[one] >= given[other]]


def cities_can_talk(paris: Sequence[int], silicon_valley: Sequence[int]) -> bool:
    """Return whether hours (from, until) of both cities share a whole hour in every week of the year."""
    return all(
        min(paris[1] - gap, silicon_valley[1]) - max(paris[0] - gap, silicon_valley[0]) >= 1 for gap in GAPS
    )
