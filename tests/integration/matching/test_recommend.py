"""What an organisation is recommended, and why."""

import json

import pytest
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.core import settings
from matchmaker.extensions import db
from matchmaker.matching import marks, served, service, snapshots
from matchmaker.matching.service import Filters
from matchmaker.matching.storage import storage
from matchmaker.profiles.models import ProfileStatus
from matchmaker.taxonomy import DismissReason, Hub, Kind, Sector
from tests import factories
from tests.integration.matching.conftest import World


def _names(world: World, kind: Kind, reader: User | None = None, filters: Filters | None = None) -> list[str]:
    found = service.recommend(world.viewpoint, kind, reader or world.founder, filters or Filters())
    return [one.face.title for one in found]


def test_the_fund_that_speaks_of_the_same_thing_comes_first_and_the_own_city_is_left_out(
    world: World,
) -> None:
    assert _names(world, Kind.INVESTOR) == ["Loop Fund", "Orbit Fund"]


def test_a_programme_of_the_own_city_that_serves_the_way_out_is_recommended(world: World) -> None:
    assert _names(world, Kind.PROGRAMME) == ["Vers la baie"]


def test_reasons_name_shared_words_in_each_ones_own_text(world: World) -> None:
    best = service.recommend(world.viewpoint, Kind.INVESTOR, world.founder)[0]
    marked = {
        text.lower() for snippet in best.reasons.given.theirs for text, shared in snippet.pieces if shared
    }
    assert any("waste" in text for text in marked)
    assert best.reasons.sectors == (Sector.WASTE_CIRCULAR,)
    assert sum(part.contribution for part in best.parts) == pytest.approx(best.score)


def test_a_filter_narrows_the_list(world: World) -> None:
    assert _names(world, Kind.INVESTOR, filters=Filters(sector=Sector.SPACE)) == ["Orbit Fund"]


def test_a_dismissed_one_is_gone_until_it_is_restored(world: World) -> None:
    marks.dismiss(world.founder, world.startup, world.waste_fund.id, DismissReason.TICKET)
    assert _names(world, Kind.INVESTOR) == ["Orbit Fund"]
    marks.restore(world.founder, world.startup, world.waste_fund.id)
    assert _names(world, Kind.INVESTOR) == ["Loop Fund", "Orbit Fund"]


def test_an_imported_one_is_shown_to_staff_and_to_members_only_when_an_admin_says_so(
    world: World, staff: User
) -> None:
    factories.organisation(
        None,
        kind=Kind.INVESTOR,
        hub=Hub.SILICON_VALLEY,
        name="Imported Fund",
        description_en="Waste and recycling.",
    )
    db.session.commit()
    assert "Imported Fund" not in _names(world, Kind.INVESTOR)
    assert "Imported Fund" in _names(world, Kind.INVESTOR, staff)
    settings.put(db.session, "show_unclaimed_to_members", True)
    db.session.commit()
    assert "Imported Fund" in _names(world, Kind.INVESTOR)


def test_one_that_was_taken_back_is_not_shown_whatever_the_index_says(world: World) -> None:
    world.waste_fund.status = ProfileStatus.REMOVED
    db.session.commit()
    assert _names(world, Kind.INVESTOR) == ["Orbit Fund"]


def test_hidden_words_of_a_confidential_one_neither_rank_nor_show(world: World) -> None:
    secret = factories.organisation(
        factories.user(),
        kind=Kind.INVESTOR,
        hub=Hub.SILICON_VALLEY,
        name="Verysecret Capital",
        description_en="Zanzibar packaging waste sorting in a recycling plant.",
        teaser_en="A fund that backs recycling.",
        confidential=True,
        website="https://verysecret.example.org",
    )
    db.session.commit()
    found = {
        one.organisation.id: one for one in service.recommend(world.viewpoint, Kind.INVESTOR, world.founder)
    }
    shown = repr(found[secret.id].face) + repr(found[secret.id].reasons)
    assert "recycling" in shown
    for word in ("Verysecret", "verysecret", "Zanzibar", "packaging"):
        assert word not in repr(found[secret.id].face)
    assert service.search("Zanzibar") == []
    assert service.search("verysecret") == []


def test_a_conflict_closes_from_either_side_and_is_not_told(world: World) -> None:
    world.waste_fund.conflicts = ["Tri Malin"]
    db.session.commit()
    assert _names(world, Kind.INVESTOR) == ["Orbit Fund"]


def test_the_command_prints_what_the_page_lists(world: World, staff: User, context: Flask) -> None:
    arguments = ["match", "recommend", "Tri Malin", "--kind", "investor", "--limit", "5", "--json"]
    answer = context.test_cli_runner().invoke(args=arguments)
    assert answer.exit_code == 0, answer.output
    printed = json.loads(answer.output)
    listed = service.recommend(world.viewpoint, Kind.INVESTOR, staff, limit=5)
    assert [row["id"] for row in printed] == [one.organisation.id for one in listed]
    assert printed[0]["score"] == pytest.approx(sum(printed[0]["parts"].values()), abs=1e-5)
    assert "waste" in " ".join(printed[0]["reasons"]["shared_terms"])


def test_the_command_builds_the_index_where_there_is_none(world: World, context: Flask) -> None:
    snapshots.withdraw(storage())
    served.init_app(context)
    arguments = ["match", "recommend", str(world.startup.id), "--kind", "investor"]
    answer = context.test_cli_runner().invoke(args=arguments)
    assert answer.exit_code == 0, answer.output
    assert "Loop Fund" in answer.output
