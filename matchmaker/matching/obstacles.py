"""Closed gates in words: all of them for staff, for members none that tells what the other side hides."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l

from matchmaker.matching.engine import Gate

NOT_AVAILABLE = _l("This organisation is not available for an introduction at the moment.")
NOT_RANKED = _l(
    "One of the two organisations does not take part in recommendations. You can ask for an introduction."
)
HIDDEN = _l("Programme staff hid this pair.")

WORDS: Mapping[Gate, object] = {
    Gate.NOT_PUBLISHED: _l(
        "One of the two profiles is not published, or hidden until its members confirm it."
    ),
    Gate.PAUSED: _l("One of the two organisations is paused."),
    Gate.SAME_ORGANISATION: _l("These two profiles belong to the same organisation."),
    Gate.CONFLICT: _l("One of the two organisations named the other as a conflict of interest."),
    Gate.KIND: _l("Organisations of these two kinds are not introduced to each other here."),
    Gate.SAME_HUB: _l("Both organisations are in the same city: this service introduces across the ocean."),
    Gate.DIRECTION: _l("This programme serves the other direction."),
    Gate.FULL: _l("This organisation has no place left for an introduction this month."),
    Gate.LANGUAGE: _l("The two organisations speak no language in common."),
    Gate.DEADLINE: _l("The deadline of this programme has passed."),
    Gate.MONEY: _l("The round sought and the cheques written are too far apart."),
    Gate.STAGE: _l("The startup is at a stage that the other side does not take, by its money too."),
    Gate.PRE_REVENUE: _l("This investor takes no startups without revenue."),
    Gate.EXCLUDED_SECTOR: _l("This investor excludes a sector of the startup."),
    Gate.BASE: _l("This investor takes no startups with headquarters in that city."),
    Gate.LEGAL_FORM: _l("This investor does not take startups of that legal form."),
    Gate.HEADCOUNT: _l("The startup is smaller or larger than this programme takes."),
    Gate.OTHER_SECTORS: _l("This programme is for other sectors."),
}

PLAIN = frozenset({Gate.SAME_ORGANISATION, Gate.KIND, Gate.SAME_HUB, Gate.OTHER_SECTORS})
"""What anybody reads off two profiles, even where one of them is a teaser."""

OPEN_TO_READ = PLAIN | {
    Gate.DIRECTION,
    Gate.LANGUAGE,
    Gate.DEADLINE,
    Gate.MONEY,
    Gate.STAGE,
    Gate.PRE_REVENUE,
    Gate.EXCLUDED_SECTOR,
    Gate.BASE,
    Gate.LEGAL_FORM,
    Gate.HEADCOUNT,
}
"""What members read off two profiles that are shown whole; the rest all sounds the same."""


def in_words(gates: Sequence[Gate], *, to_staff: bool, veiled: bool) -> list[object]:
    """Return why two organisations are not recommended to each other, each reason once.

    veiled: whether the profile of one side is shown to the other as a teaser only.
    """
    told = frozenset(Gate) if to_staff else PLAIN if veiled else OPEN_TO_READ
    found = [WORDS[gate] if gate in told else NOT_AVAILABLE for gate in gates]
    return list(dict.fromkeys(found))
