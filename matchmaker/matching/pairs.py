"""One pair by itself: how it ranks or why it does not, and its card as text for staff."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from flask import render_template
from flask_babel import force_locale

from matchmaker.accounts.models import User
from matchmaker.core.errors import Conflict, NotFound
from matchmaker.matching import moments, objections, obstacles, served, service, steering
from matchmaker.matching.candidates import candidate, listed
from matchmaker.matching.engine import Gate, Part, Ranked, closed_gates
from matchmaker.matching.marked import dismissed_ids
from matchmaker.matching.served import NotReady
from matchmaker.matching.service import Recommendation
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import OUTSIDER
from matchmaker.profiles.teaser import face

COSTLY = 3  # parts named as those that cost most


@dataclass(frozen=True)
class Standing:
    """Where one other organisation stands for a viewer.

    obstacles: why it is not recommended, in words the reader may know; empty where it is. place: its place
    among `of` organisations of its kind, None where it has none. costly: the parts that cost it most, the
    worst first. dismissed: whether the viewer put it aside itself.
    """

    obstacles: Sequence[object]
    place: int | None
    of: int
    recommendation: Recommendation | None
    costly: Sequence[Part]
    dismissed: bool


def standing(organisation: Organisation, other: Organisation, reader: User) -> Standing:
    """Return where `other` stands for `organisation`; NotFound where the two are one and the same."""
    if other.id == organisation.id:
        raise NotFound
    words = obstacles.in_words(
        gates_between(organisation, other, reader),
        to_staff=reader.is_staff,
        veiled=organisation.confidential or other.confidential,
    )
    words += put_aside(organisation, other, reader)
    dismissed = other.id in dismissed_ids(organisation)
    if words:
        return Standing(words, None, 0, None, (), dismissed)
    view = served.view()
    row = view.rows.get(other.id)
    if row is None:
        return Standing((obstacles.NOT_AVAILABLE,), None, 0, None, (), dismissed)
    among = service.listed_among(view, other.kind, reader)
    among[row] = True
    scored = service.scored(view, organisation, among)
    at = int(np.searchsorted(scored.rows, row))
    ahead = scored.open & (scored.total > scored.total[at])
    ranked = scored.shown(np.array([at]))[0]
    shown = service.explained(organisation, [ranked], reader)
    return Standing(
        obstacles=(),
        place=int(np.count_nonzero(ahead)) + 1,
        of=int(np.count_nonzero(scored.open)),
        recommendation=shown[0] if shown else None,
        costly=costly(ranked),
        dismissed=dismissed,
    )


def fit(organisation: Organisation, other: Organisation, reader: User) -> Recommendation | None:
    """Return how `other` fits `organisation` whatever gates say, for people who are brought together.

    None where nothing was ranked yet, where `other` is not served, or one of them objected to being ranked.
    """
    if {organisation.id, other.id} & objections.objecting_ids():
        return None
    try:
        ranked = service.pair(served.view(), organisation, other.id)
    except NotReady:
        return None
    shown = service.explained(organisation, [ranked], reader) if ranked else []
    return shown[0] if shown else None


def gates_between(organisation: Organisation, other: Organisation, reader: User) -> tuple[Gate, ...]:
    """Return the closed gates; a guess at the name of a confidential side tells a member nothing."""
    theirs = candidate(other) if reader.is_staff else listed(other)
    found = closed_gates(candidate(organisation), theirs, moments.now())
    blocked = other.id in service.blocked_ids(organisation)
    return (*found, Gate.CONFLICT) if blocked and Gate.CONFLICT not in found else found


def put_aside(organisation: Organisation, other: Organisation, reader: User) -> list[object]:
    """Return why people keep the pair out, whatever gates say; that staff hid it, staff alone may know."""
    words: list[object] = []
    if {organisation.id, other.id} & objections.objecting_ids():
        words.append(obstacles.NOT_RANKED)
    if other.id in steering.pairs_of(organisation).hidden:
        words.append(obstacles.HIDDEN if reader.is_staff else obstacles.NOT_AVAILABLE)
    return words


def costly(ranked: Ranked) -> list[Part]:
    """Return the parts that cost the pair most of what they could have added."""
    lost = sorted(ranked.parts, key=lambda part: part.contribution - part.weight)
    return [part for part in lost[:COSTLY] if part.value < 0.5]


def card_as_text(organisation: Organisation, other: Organisation, reader: User, language: str) -> str:
    """Return the card of the pair as plain text in "fr" or "en", for staff to send or to file.

    Raise Conflict where the two are not recommended to each other.
    """
    with force_locale(language):
        found = standing(organisation, other, reader)
        if found.recommendation is None:
            raise Conflict(found.obstacles[0] if found.obstacles else obstacles.NOT_AVAILABLE)
        mine = face(organisation, OUTSIDER)
        text = render_template("matching/card.txt", mine=mine, item=found.recommendation, standing=found)
    return text.strip() + "\n"
