"""Personal attributes are no features: whoever people are, the parts of a score are bit for bit the same."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from flask import Flask

from matchmaker.extensions import db
from matchmaker.matching import build, examples, marks, served, service
from matchmaker.matching.candidates import candidate
from matchmaker.matching.engine import Scored
from matchmaker.matching.models import MarkExample
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import load
from matchmaker.taxonomy import Hub, Kind, Sector
from tests import factories
from tests.integration.matching.conftest import World

ONE = {
    "name": "Dupont Sensors",
    "description_en": "Aïcha Benali and her French team sort packaging waste. She is Algerian.",
    "description_fr": "Aïcha Benali et son équipe française trient les déchets. Elle est algérienne.",
    "contact": {"name": "Aïcha Benali", "email": "a@firm.example.org"},
}
OTHER = {
    "name": "Smith Sensors",
    "description_en": "John Smith and his American team sort packaging waste. He is Californian.",
    "description_fr": "John Smith et son équipe américaine trient les déchets. Il est californien.",
    "contact": {"name": "John Smith", "email": "j@firm.example.org"},
}


def _startup(given: dict[str, Any], sectors: list[Sector]) -> Organisation:
    return factories.organisation(factories.user(name=given["contact"]["name"]), sectors=sectors, **given)


@pytest.fixture(params=[[Sector.WASTE_CIRCULAR], []], ids=["sector stated", "sector read from the texts"])
def twins(world: World, request: pytest.FixtureRequest) -> tuple[Organisation, Organisation]:
    """Two startups that differ in who their people are, indexed among others."""
    one, other = _startup(ONE, request.param), _startup(OTHER, request.param)
    factories.organisation(
        factories.user(),
        kind=Kind.INVESTOR,
        hub=Hub.SILICON_VALLEY,
        name="Algerian Diaspora Capital",
        description_en="We back French and Algerian founders who sort waste, as Aïcha Benali does.",
    )
    db.session.commit()
    build.build()
    return load(one.id), load(other.id)


def _figures(scored: Scored) -> list[bytes]:
    arrays = [valued.value for valued in scored.parts.values()]
    stated = [valued.stated for valued in scored.parts.values()]
    return [np.ascontiguousarray(array).tobytes() for array in (*arrays, *stated, scored.total)]


def test_both_are_recommended_the_same_in_the_same_order_to_the_last_bit(
    twins: tuple[Organisation, Organisation],
) -> None:
    view = served.view()
    hosts = view.columns.kind != 0
    one, other = (_figures(service.scored(view, twin, hosts)) for twin in twins)
    assert one == other


def test_others_see_both_alike_to_the_last_bit(
    twins: tuple[Organisation, Organisation], world: World
) -> None:
    view = served.view()
    for viewer in (world.waste_fund, world.space_fund, world.landing):
        found = [service.pair(view, load(viewer.id), twin.id) for twin in twins]
        assert found[0] is not None
        assert found[1] is not None
        assert found[0].parts == found[1].parts
        assert found[0].score == found[1].score


def test_what_is_learnt_from_a_decision_is_the_same_to_the_last_bit(
    twins: tuple[Organisation, Organisation], world: World, context: Flask
) -> None:
    funder = factories.user()
    factories.membership(world.waste_fund, funder)
    for twin in twins:
        marks.save(funder, load(world.waste_fund.id), twin.id)
    one, other = examples.decided()
    assert one.parts == other.parts
    assert replace(one, at=other.at) == other
    kept = db.session.scalars(db.select(MarkExample.snapshot)).all()
    told = str(kept)
    for word in ("Benali", "Smith", "Algerian", "algérien", "example.org"):
        assert word not in told


def test_gates_do_not_look_at_people_either(twins: tuple[Organisation, Organisation]) -> None:
    one, other = (replace(candidate(twin), id=0, names=frozenset()) for twin in twins)
    assert one == other
    assert one.sectors or Sector.WASTE_CIRCULAR in one.leaning
