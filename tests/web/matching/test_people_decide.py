"""What people say goes before the ranking: objecting, pinning and hiding; and what reading leaves behind."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from matchmaker.core import clock
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.extensions import db
from matchmaker.matching import impressions
from matchmaker.matching.order_models import Impressions
from matchmaker.taxonomy import Hub, Kind, Sector
from tests import factories
from tests.browser import Browser
from tests.personas import Personas
from tests.web.matching.conftest import Shores

Open = Callable[..., Browser]
pytestmark = pytest.mark.usefixtures("paris_reads_english")
NOT_AVAILABLE = "This organisation is not available for an introduction at the moment."
PINNED = "Recommended by programme staff"


def _list(organisation: int, kind: str = "investor") -> str:
    return f"/organisations/{organisation}/recommendations?kind={kind}"


def _pair(one: int, other: int) -> str:
    return f"/organisations/{one}/recommendations/{other}"


def _tags(app: Flask) -> list[AuditTag]:
    with app.app_context():
        wanted = select(AuditEvent.tag).where(AuditEvent.subject_type == "organisations")
        return [
            tag
            for tag in db.session.scalars(wanted.order_by(AuditEvent.id))
            if tag.startswith(("match:", "profiling:"))
        ]


def test_an_organisation_that_objects_is_ranked_neither_for_itself_nor_for_others_until_it_takes_it_back(
    app: Flask, browser: Open, personas: Personas, shores: Shores
) -> None:
    founder, investor = browser(personas.paris_founder), browser(personas.valley_investor)
    assert "Tri Malin" in investor.get(_list(shores.fund, "startup")).text
    page = f"/organisations/{shores.startup}/profiling"
    assert page in founder.get(f"/organisations/{shores.startup}/check").text
    assert "This organisation is not ranked" in founder.submit(page, action="/object").text
    own = founder.get(_list(shores.startup)).text
    assert "objected to being ranked" in own
    assert "Loop Fund" not in own
    assert "Tri Malin" not in investor.get(_list(shores.fund, "startup")).text
    assert "does not take part in recommendations" in investor.get(_pair(shores.fund, shores.startup)).text
    assert "Tri Malin" in investor.get("/directory?q=packaging").text
    founder.submit(page, action="/allow")
    assert "Loop Fund" in founder.get(_list(shores.startup)).text
    assert "Tri Malin" in investor.get(_list(shores.fund, "startup")).text
    assert _tags(app) == [AuditTag.PROFILING_OBJECTED, AuditTag.PROFILING_ALLOWED]


def test_who_objects_searches_in_order_of_name(
    app: Flask, browser: Open, personas: Personas, shores: Shores
) -> None:
    with app.app_context():
        factories.organisation(
            personas.user(personas.valley_investor),
            kind=Kind.INVESTOR,
            hub=Hub.SILICON_VALLEY,
            name="Abacus Waste Sorting",
            description_en="Mostly software; sorting of waste at times, beside health, space and food.",
            sectors=[Sector.AI_DATA],
        )
        db.session.commit()
    founder = browser(personas.paris_founder)
    founder.submit(f"/organisations/{shores.startup}/profiling", action="/object")
    found = founder.get("/directory?q=recycling+waste+sorting").text
    assert found.index("Abacus Waste Sorting") < found.index("Loop Fund")


def test_nobody_but_a_member_objects_for_an_organisation(
    browser: Open, personas: Personas, shores: Shores
) -> None:
    for person in (personas.outsider, personas.valley_investor, personas.paris_staff):
        reader = browser(person)
        url = f"/organisations/{shores.startup}/profiling"
        assert reader.get(url).status_code == 404
        assert reader.post(f"{url}/object").status_code == 404
    assert browser(personas.paris_founder).post(
        f"/organisations/{shores.startup}/profiling/nonsense"
    ).status_code in (400, 422)


def test_a_pinned_one_stands_first_and_says_so_and_can_be_released(
    app: Flask, browser: Open, personas: Personas, shores: Shores
) -> None:
    with app.app_context():
        worst = factories.organisation(
            personas.user(personas.valley_investor),
            kind=Kind.INVESTOR,
            hub=Hub.SILICON_VALLEY,
            name="Orbit Capital",
            description_en="Rockets and satellites.",
            sectors=[Sector.SPACE],
        ).id
        db.session.commit()
    staff, founder = browser(personas.paris_staff), browser(personas.paris_founder)
    listed = founder.get(_list(shores.startup)).text
    assert listed.index("Loop Fund") < listed.index("Orbit Capital")
    answer = staff.submit(
        _pair(shores.startup, worst), {"reason": "They asked us", "how": "pinned"}, action="/steer"
    )
    assert "They asked us" in answer.text
    listed = founder.get(_list(shores.startup)).text
    assert listed.index("Orbit Capital") < listed.index(PINNED) < listed.index("Loop Fund")
    assert "They asked us" not in listed
    other_side = browser(personas.valley_investor).get(_list(worst, "startup")).text
    assert PINNED not in other_side
    staff.submit(_pair(shores.startup, worst), action="/release")
    assert PINNED not in founder.get(_list(shores.startup)).text
    assert _tags(app) == [AuditTag.MATCH_PINNED, AuditTag.MATCH_RELEASED]


def test_a_hidden_pair_shows_to_neither_side_and_neither_learns_why(
    app: Flask, browser: Open, personas: Personas, shores: Shores
) -> None:
    staff = browser(personas.paris_staff)
    staff.submit(
        _pair(shores.startup, shores.fund), {"reason": "A dispute", "how": "hidden"}, action="/steer"
    )
    sides = (
        (personas.paris_founder, shores.startup, shores.fund, "investor", "Loop Fund"),
        (personas.valley_investor, shores.fund, shores.startup, "startup", "Tri Malin"),
    )
    for person, own, other, kind, name in sides:
        reader = browser(person)
        assert name not in reader.get(_list(own, kind)).text
        page = reader.get(_pair(own, other)).text
        assert NOT_AVAILABLE in page
        assert "hid this pair" not in page
        assert "A dispute" not in page
    seen = staff.get(_list(shores.startup)).text
    assert "A dispute" in seen
    assert "Programme staff hid this pair." in staff.get(_pair(shores.startup, shores.fund)).text
    staff.submit(_pair(shores.startup, shores.fund), action="/release")
    assert "Loop Fund" in browser(personas.paris_founder).get(_list(shores.startup)).text
    assert _tags(app) == [AuditTag.MATCH_HIDDEN, AuditTag.MATCH_RELEASED]


def test_steering_wants_a_reason_and_what_was_typed_stays(
    browser: Open, personas: Personas, shores: Shores
) -> None:
    staff = browser(personas.paris_staff)
    page = _pair(shores.startup, shores.fund)
    refused = staff.submit(page, {"reason": "  ", "how": "hidden"}, action="/steer")
    assert refused.status_code == 422
    assert 'href="#steer-reason"' in refused.text
    long = staff.submit(page, {"reason": "why " * 200, "how": "pinned"}, action="/steer")
    assert long.status_code == 422
    assert "why why" in long.text
    assert staff.submit(page, {"reason": "why", "how": "nonsense"}, action="/steer").status_code == 422
    assert "Loop Fund" in staff.get(_list(shores.startup)).text


def test_members_and_admins_cannot_steer(browser: Open, personas: Personas, shores: Shores) -> None:
    for person in (personas.paris_founder, personas.valley_investor, personas.outsider, personas.admin):
        reader = browser(person)
        for step in ("steer", "release"):
            url = f"{_pair(shores.startup, shores.fund)}/{step}"
            assert reader.post(url, {"how": "hidden", "reason": "x"}).status_code in (403, 404)
    page = browser(personas.paris_founder).get(_pair(shores.startup, shores.fund)).text
    assert "Pin or hide" not in page


def test_what_a_member_was_shown_is_counted_once_a_day_after_the_page_is_out(
    app: Flask, browser: Open, personas: Personas, shores: Shores
) -> None:
    founder, staff = browser(personas.paris_founder), browser(personas.paris_staff)
    for reader in (founder, founder, staff):
        reader.get(_list(shores.startup)).close()
    with app.app_context():
        waiting = db.session.execute(
            text("SELECT args FROM procrastinate_jobs WHERE task_name = 'matching.count_impressions'")
        ).scalars()
        (job,) = waiting.all()
        assert str(shores.fund) in job["ids"].split(",")
        impressions.count(**job)
        impressions.count(ids=f"{shores.fund},{2**31 - 1}", day=job["day"])
        rows = db.session.scalars(select(Impressions).where(Impressions.organisation_id == shores.fund)).all()
        assert [row.times for row in rows] == [2]


def test_one_shown_very_often_comes_later_and_the_card_says_so(
    app: Flask, browser: Open, personas: Personas, shores: Shores
) -> None:
    with app.app_context():
        investor = personas.user(personas.valley_investor)
        for number in range(5):
            factories.organisation(
                investor,
                kind=Kind.INVESTOR,
                hub=Hub.SILICON_VALLEY,
                name=f"Recycling {number}",
                description_en="We back waste sorting and recycling.",
                sectors=[Sector.WASTE_CIRCULAR],
            )
        db.session.commit()
        yesterday = clock.today() - timedelta(days=1)
        db.session.add(Impressions(organisation_id=shores.fund, day=yesterday, times=500))
        db.session.commit()
    listed = browser(personas.paris_founder).get(_list(shores.startup)).text
    assert all(listed.index(f"Recycling {number}") < listed.index("Loop Fund") for number in range(5))
    assert listed.count("Shown a little later because many ask for it or it takes few introductions") == 1


def test_impressions_of_long_ago_are_dropped(app: Flask, shores: Shores) -> None:
    now = datetime(2027, 12, 1, tzinfo=UTC)
    with app.app_context(), clock.at(now):
        impressions.add([shores.fund], (now - timedelta(days=400)).date())
        db.session.commit()
        impressions.count(ids=str(shores.startup), day=now.date().isoformat())
        db.session.rollback()
        assert set(db.session.scalars(select(Impressions.organisation_id))) == {shores.startup}
