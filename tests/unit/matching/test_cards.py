"""What a card shows, over random profiles and visibilities: nothing of a field its reader may not see."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from flask import Flask
from flask_babel import Babel
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.imported_set import organisation
from matchmaker.core.text import fold
from matchmaker.matching.candidates import listed
from matchmaker.matching.criteria import Faces, Rates, State, criteria
from matchmaker.matching.documents import Document, document
from matchmaker.matching.engine import Cosines, FieldReader, Mass, Moment, Ranked, TextIndex, score
from matchmaker.matching.engine.parts import NOT_STATED
from matchmaker.matching.explain import Ends, Side, reasons
from matchmaker.profiles import values
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import OUTSIDER
from matchmaker.profiles.teaser import BANDS, face
from matchmaker.taxonomy import DEFAULT_RATES, Hub, Kind, Lang
from tests.unit.profiles.strategies import HOST, MARK, NAME, organisations

READER = FieldReader()
SPEAKING = Flask(__name__)  # formats dates and amounts for English readers
Babel(SPEAKING)
TODAY = date(2026, 11, 22)
MOMENT = Moment(dates=dict.fromkeys(Hub, TODAY))
RATES = Rates(DEFAULT_RATES, TODAY)
SECRETS = (NAME, HOST, MARK, "732829320", "171717", "171,717", "4242", "1987", "2031")
KEPT = frozenset({"name", "hub", "confidential", "lang", "sectors", "themes", "teaser_fr", "teaser_en"})
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def ranked(mine: Organisation, theirs: Organisation) -> tuple[Ranked, Ends]:
    """The score of `theirs` for `mine` and what the index says they share, whatever gates say."""
    asked, other = document(mine), document(theirs)
    texts = [asked.offers, asked.seeks, other.offers, other.seeks]
    index = TextIndex(READER).fit(texts, [asked.language] * 2 + [other.language] * 2)
    near = [index.comparable(text, language=asked.language)[2:] for text in (asked.seeks, asked.offers)]
    cosines = Cosines.of(near[0], near[1], _mass(asked), _mass(other))
    found = score(listed(mine), [listed(theirs)], cosines, moment=MOMENT).shown(np.arange(1))[0]
    pairs = ((asked.seeks, 2), (asked.offers, 3), (asked.offers, 2), (asked.seeks, 3))
    return found, Ends(*(index.explain(text, row, asked.language) for text, row in pairs))


def _mass(texts: Document) -> Mass:
    weights = [READER.mass(text, texts.language) for text in (texts.offers, texts.seeks)]
    return Mass(np.array(weights[:1]), np.array(weights[1:]))


def card(mine: Organisation, theirs: Organisation) -> str:
    """All that the card of `theirs` says to `mine`, as one folded text."""
    found, shared = ranked(mine, theirs)
    sides = [Side.of(face(one, OUTSIDER), document(one).language, READER) for one in (mine, theirs)]
    with SPEAKING.app_context():
        told: list[Any] = [criteria(found.parts, Faces(sides[0].face, sides[1].face, RATES))]
    told.append(reasons(sides[0], sides[1], shared))
    return fold(repr(told)).replace(" ", "")


def bare(organisation: Organisation) -> Organisation:
    """The same organisation with nothing but what a teaser shows."""
    row = Organisation(id=organisation.id, version=1, kind=organisation.kind, status=organisation.status)
    row.entries, row.startup, row.investor, row.programme = [], None, None, None
    details = values.details(row)
    own = values.details(organisation)
    for name in BANDS:
        if hasattr(details, name):
            setattr(details, name, getattr(own, name))
    for name in KEPT:
        setattr(row, name, getattr(organisation, name))
    return row


def of_a_pair(mine: Organisation, theirs: Organisation) -> bool:
    """Whether one of the two is a startup, as in every pair that is ranked."""
    theirs.id = mine.id + 1
    for one in (mine, theirs):
        one.lang = Lang.BOTH
    return Kind.STARTUP in (mine.kind, theirs.kind)


@given(organisations(confidential=False), organisations(confidential=True))
@QUICK
def test_no_card_shows_what_a_teaser_hides(mine: Organisation, theirs: Organisation) -> None:
    if not of_a_pair(mine, theirs):
        return
    # The same words stand in the viewer's own profile: there they are no secret.
    own = bare(mine)
    for told in (card(own, theirs), card(theirs, own)):
        for secret in SECRETS:
            assert fold(secret).replace(" ", "") not in told


@given(organisations(), organisations(confidential=True), st.booleans())
@QUICK
def test_what_a_teaser_hides_moves_neither_parts_nor_words(
    mine: Organisation, theirs: Organisation, turned: bool
) -> None:
    if not of_a_pair(mine, theirs):
        return
    pairs = [(mine, theirs), (mine, bare(theirs))]
    if turned:
        pairs = [(other, one) for one, other in pairs]
    (whole, whole_ends), (scrubbed, scrubbed_ends) = (ranked(*pair) for pair in pairs)
    assert replace(whole, id=0) == replace(scrubbed, id=0)
    assert whole_ends == scrubbed_ends


@given(organisations(), organisations())
@QUICK
def test_criteria_tell_every_part_and_say_not_stated_where_a_part_is_not(
    mine: Organisation, theirs: Organisation
) -> None:
    if not of_a_pair(mine, theirs):
        return
    found, _ = ranked(mine, theirs)
    with SPEAKING.app_context():
        told = criteria(found.parts, Faces(face(mine, OUTSIDER), face(theirs, OUTSIDER), RATES))
    assert [one.part for one in told] == list(found.parts)
    assert [one.state is State.NOT_STATED for one in told] == [not part.stated for part in found.parts]


def test_a_sector_read_from_texts_is_called_that_and_named_on_neither_side() -> None:
    firm = made(Kind.STARTUP, {"hub": "paris", "description_en": "Robots that pick fruit in orchards."})
    fund = made(
        Kind.INVESTOR,
        {"hub": "silicon_valley", "thesis_en": "Farms and vineyards.", "sectors": "foodtech_agri"},
    )
    found, _ = ranked(firm, fund)
    with SPEAKING.app_context():
        told = criteria(found.parts, Faces(face(firm, OUTSIDER), face(fund, OUTSIDER), RATES))
    sector = next(one for one in told if one.part.name == "sector")
    assert sector.part.value > NOT_STATED
    assert sector.state is State.NOT_STATED
    assert (sector.mine, sector.theirs) == ("", "Food and agriculture")
    assert "Read from the texts" in sector.remark


def made(kind: Kind, cells: dict[str, str]) -> Organisation:
    return organisation(kind, {"id": "1", "name": "Quay", "lang": "en", **cells}, len(cells))
