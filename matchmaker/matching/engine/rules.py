"""The rule of every gate for two candidates: what pages, lists and "why not" all go by. Compiled.

A value that nobody stated closes none. `SAME_ORGANISATION` and `CONFLICT` need names: see `gates.known`.
"""

# Compiled functions have no keywords: arrays come in tuples, one after the other.

from typing import Any

import numpy as np

from matchmaker.matching.engine import money, sectors
from matchmaker.matching.engine.columns import DIRECTIONS, HUBS, TRACTIONS
from matchmaker.matching.engine.jit import rule
from matchmaker.matching.engine.records import PROGRAMME, STARTUP
from matchmaker.taxonomy import Traction

WAY_OUT = {"paris": "paris_to_sv", "silicon_valley": "sv_to_paris"}
"""The direction in which a firm of each hub lands."""

_WAY_OUT = np.array([DIRECTIONS.index(WAY_OUT[hub]) for hub in HUBS], dtype=np.int8)
_BOTH, _NO_WAY = DIRECTIONS.index("both"), DIRECTIONS.index("")
_PRE_REVENUE = TRACTIONS.index(Traction.PRE_REVENUE)
_ONE = np.uint64(1)


@rule
def paused(one: Any, today: Any) -> Any:
    """Whether today falls in a pause."""
    day = today[one.hub]
    return day > 0 and one.paused_from <= day <= one.paused_until


@rule
def over(host: Any, today: Any) -> Any:
    """Whether applications are closed, or where no deadline is stated all is over."""
    last = host.deadline if host.deadline > 0 else host.ends_on
    return 0 < last < today[host.hub]


@rule
def full(one: Any, ids: Any) -> Any:
    """Whether it takes no introductions at all, or none any more: `ids` ascending."""
    if one.capacity == 0 or ids.size == 0:
        return one.capacity == 0
    place = np.searchsorted(ids, one.ids)
    return place < ids.size and ids[place] == one.ids


@rule
def no_language(one: Any, other: Any) -> Any:
    """Whether both state languages and share none."""
    return one.languages != 0 and other.languages != 0 and one.languages & other.languages == 0


@rule
def strangers(one: Any, other: Any) -> Any:
    """Whether neither is a startup: hosts are not introduced to each other."""
    return STARTUP not in (one.kind, other.kind)


@rule
def same_hub(one: Any, other: Any) -> Any:
    """Whether there is no ocean between them; a programme is judged by the direction it serves instead."""
    across = PROGRAMME not in (one.kind, other.kind)
    return across and one.hub == other.hub and not mentors(one, other)


@rule
def mentors(one: Any, other: Any) -> Any:
    """Whether one of two startups landed before in the direction that the other takes, and says it helps."""
    if one.kind != STARTUP or other.kind != STARTUP:
        return False
    mine = one.mentor != _NO_WAY and one.mentor == _WAY_OUT[other.hub]
    return mine or (other.mentor != _NO_WAY and other.mentor == _WAY_OUT[one.hub])


@rule
def takes(startup: Any, host: Any) -> Any:
    """Whether a startup meets what takes startups: peers state nothing of the kind."""
    return startup.kind == STARTUP and host.kind != STARTUP


@rule
def other_way(startup: Any, host: Any) -> Any:
    """Whether a programme serves the other direction alone."""
    stated = host.direction not in (_NO_WAY, _BOTH)
    return host.kind == PROGRAMME and stated and host.direction != _WAY_OUT[startup.hub]


@rule
def other_stage(startup: Any, host: Any, rates: Any) -> Any:
    """Labels that differ close, unless money or revenue say that the same is meant by both."""
    if startup.stages == 0 or host.stages == 0 or startup.stages & host.stages:
        return False
    if money.meets(startup, host, rates):
        return False
    return not money.rungs_apart(money.place(startup, rates, True), host) <= 0.0  # NaN closes as well


@rule
def before_revenue(startup: Any, host: Any) -> Any:
    """Whether the host refuses firms without revenue, and the startup is one."""
    return host.pre_revenue == 0 and startup.traction == _PRE_REVENUE


@rule
def other_base(startup: Any, host: Any) -> Any:
    """Whether the host takes firms of the other city alone."""
    return host.accepted_hubs != 0 and host.accepted_hubs >> np.uint64(startup.hub) & _ONE == 0


@rule
def other_form(startup: Any, host: Any) -> Any:
    """Whether the legal forms of the startup are stated, and none that the host takes."""
    forms, accepted = startup.forms, host.accepted_forms
    return forms != 0 and accepted != 0 and forms & accepted == 0


@rule
def other_size(startup: Any, host: Any) -> Any:
    """Whether the startup has fewer or more people than the host takes."""
    size, least, most = startup.headcount, host.headcount_min, host.headcount_max
    return size >= 0 and (size < least or (most >= 0 and size > most))


@rule
def other_sectors(startup: Any, host: Any) -> Any:
    """Whether a programme is about something else altogether."""
    return host.kind == PROGRAMME and sectors.apart(startup, host)
