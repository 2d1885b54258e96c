"""More like this, less like this: said on a card, seen in force, taken back; and who is left out of it."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.extensions import db
from matchmaker.matching import objections, wishes
from matchmaker.matching.models import MarkExample
from matchmaker.matching.order_models import Wish, Wished
from matchmaker.profiles.models import Organisation, ProfileStatus
from matchmaker.profiles.policies import load
from matchmaker.taxonomy import Hub, Kind, Sector
from tests import factories
from tests.browser import Browser
from tests.personas import Personas
from tests.web.matching.conftest import Shores

Open = Callable[..., Browser]
WASTE, WATER = ("Waste 0", "Waste 1", "Waste 2"), ("Water 0", "Water 1", "Water 2")


@pytest.fixture
def own(app: Flask, personas: Personas, shores: Shores) -> int:
    """A startup between two sectors, with three funds for either, and a founder who reads English."""
    with app.app_context():
        founder, investor = personas.user(personas.paris_founder), personas.user(personas.valley_investor)
        founder.locale = "en"
        startup = factories.organisation(
            founder,
            name="Tri et Eau",
            description_en="Cameras sort packaging waste. Filters reuse river water.",
            sectors=[Sector.WASTE_CIRCULAR, Sector.WATER],
        )
        for names, text, sector in (
            (WASTE, "We back cameras that sort packaging waste.", Sector.WASTE_CIRCULAR),
            (WATER, "We back filters that reuse river water.", Sector.WATER),
        ):
            for name in names:
                factories.organisation(
                    investor,
                    kind=Kind.INVESTOR,
                    hub=Hub.SILICON_VALLEY,
                    name=name,
                    description_en=text,
                    sectors=[sector],
                )
        db.session.commit()
        return startup.id


def _id(app: Flask, name: str) -> int:
    with app.app_context():
        return db.session.scalars(select(Organisation.id).where(Organisation.name == name)).one()


def _list(organisation: int) -> str:
    return f"/organisations/{organisation}/recommendations?kind=investor"


def _cards(page: str) -> list[str]:
    """The names of the funds of these tests in the order of their cards."""
    titles = page.split('<ol class="recommendations"')[1].split("<h2")[1:]
    return [next(name for name in (*WASTE, *WATER, "") if name in title) for title in titles if title]


def _order(page: str) -> list[str]:
    return [name.split()[0] for name in _cards(page) if name]


def _tags(app: Flask) -> list[AuditTag]:
    with app.app_context():
        return [
            tag
            for tag in db.session.scalars(select(AuditEvent.tag).order_by(AuditEvent.id))
            if tag in (AuditTag.MATCH_WISHED, AuditTag.MATCH_UNWISHED)
        ]


def test_a_wish_said_on_a_card_moves_its_sort_and_is_listed_and_taken_back(
    app: Flask, browser: Open, personas: Personas, own: int
) -> None:
    founder, fund = browser(personas.paris_founder), _id(app, "Water 0")
    before = _cards(founder.get(_list(own)).text)
    more = founder.submit(_list(own), {"what": "more"}, action=f"/{fund}/wish").text
    assert _order(more) == ["Water"] * 3 + ["Waste"] * 3
    assert "More like Water 0" in more
    assert "You asked for more like this." in more
    assert "Ten wishes are kept" in more
    founder.submit(_list(own), action=f"/{fund}/unwish")
    less = founder.submit(_list(own), {"what": "less"}, action=f"/{fund}/wish").text
    assert _order(less) == ["Waste"] * 3 + ["Water"] * 3
    assert "Less like Water 0" in less
    assert "like Water 0 was asked for" in more + less
    undone = founder.submit(_list(own), action=f"/{fund}/unwish").text
    assert "like Water 0" not in undone
    assert _cards(undone) == before
    assert _tags(app) == [AuditTag.MATCH_WISHED, AuditTag.MATCH_UNWISHED] * 2
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(MarkExample)) == 0


def test_the_page_of_a_pair_offers_it_too(app: Flask, browser: Open, personas: Personas, own: int) -> None:
    founder, fund = browser(personas.paris_founder), _id(app, "Waste 1")
    page = f"/organisations/{own}/recommendations/{fund}"
    assert "You asked for less like this." in founder.submit(page, {"what": "less"}, action="/wish").text
    assert "Less like Waste 1" in founder.get(_list(own)).text
    assert "You asked for" not in founder.submit(page, action="/unwish").text


def test_with_one_more_than_are_kept_the_oldest_goes(
    app: Flask, personas: Personas, own: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wishes, "KEPT", 3)
    ids = [_id(app, name) for name in (*WASTE, *WATER)]
    with app.app_context():
        founder, organisation = personas.user(personas.paris_founder), load(own)
        for other in (*ids[:4], ids[1]):
            wishes.wish(founder, organisation, other, Wish.MORE)
        wishes.wish(founder, organisation, ids[5], Wish.LESS)
        kept = set(db.session.scalars(select(Wished.other_id)))
        said = select(AuditEvent.data["dropped"]).where(AuditEvent.tag == AuditTag.MATCH_WISHED)
        dropped = db.session.scalars(said.order_by(AuditEvent.id)).all()
    assert kept == {ids[3], ids[1], ids[5]}
    assert dropped == [[], [], [], [ids[0]], [], [ids[2]]]


def test_where_somebody_objects_wishes_have_no_effect_and_are_not_offered(
    app: Flask, browser: Open, personas: Personas, own: int
) -> None:
    founder, named, other = browser(personas.paris_founder), _id(app, "Water 0"), _id(app, "Waste 0")
    plain = _cards(founder.get(_list(own)).text)
    founder.submit(_list(own), {"what": "more"}, action=f"/{named}/wish")
    with app.app_context():
        objections.object_to(personas.user(personas.valley_investor), load(named))
    page = founder.get(_list(own)).text
    assert _cards(page) == [name for name in plain if name != "Water 0"]
    assert "More like one that is not available" in page
    assert "Water 0" not in page
    pair = founder.get(f"/organisations/{own}/recommendations/{named}").text
    assert "More like this" not in pair
    refused = founder.post(f"/organisations/{own}/recommendations/{named}/wish", {"what": "less"})
    assert refused.status_code == 409
    founder.submit(f"/organisations/{own}/profiling", action="/object")
    page = founder.get(_list(own)).text
    assert "its wishes have no effect" in page
    assert "More like this" not in founder.get(f"/organisations/{own}/recommendations/{other}").text
    url = f"/organisations/{own}/recommendations/{other}/wish"
    assert founder.post(url, {"what": "more"}).status_code == 409
    assert "its wishes have no effect" not in founder.submit(_list(own), action="/unwish").text


def test_a_wish_names_a_confidential_one_by_its_teaser_alone(
    app: Flask, browser: Open, personas: Personas, shores: Shores, own: int
) -> None:
    founder = browser(personas.paris_founder)
    page = founder.submit(_list(own), {"what": "more"}, action=f"/{shores.secret}/wish").text
    assert "More like Confidential investor" in page
    assert "Aardvark" not in page


def test_nobody_but_a_member_wishes_and_nonsense_is_refused(
    app: Flask, browser: Open, personas: Personas, own: int
) -> None:
    fund = _id(app, "Water 0")
    for person in (personas.valley_investor, personas.outsider, personas.paris_staff):
        reader = browser(person)
        for step in ("wish", "unwish"):
            url = f"/organisations/{own}/recommendations/{fund}/{step}"
            assert reader.post(url, {"what": "more"}).status_code in (403, 404)
    founder = browser(personas.paris_founder)
    url = f"/organisations/{own}/recommendations/{fund}/wish"
    assert founder.post(url, {"what": "nonsense"}).status_code == 422
    assert founder.client.post(url, data={"what": "more"}).status_code == 400  # without the token
    for other, status in ((own, 422), (2**31 - 1, 404)):
        url = f"/organisations/{own}/recommendations/{other}/wish"
        assert founder.post(url, {"what": "more"}).status_code == status
    with app.app_context():
        assert fund not in set(db.session.scalars(select(Wished.other_id)))
    seen = browser(personas.paris_staff).get(_list(own)).text
    assert "More like this" not in seen


def test_wishes_go_with_whom_they_name(app: Flask, personas: Personas, own: int) -> None:
    gone, removed, kept = (_id(app, name) for name in WATER)
    with app.app_context():
        founder, organisation = personas.user(personas.paris_founder), load(own)
        for other in (gone, removed, kept):
            wishes.wish(founder, organisation, other, Wish.MORE)
        db.session.delete(db.session.get_one(Organisation, gone))
        db.session.get_one(Organisation, removed).status = ProfileStatus.REMOVED
        db.session.commit()
        wishes.forget_wishes(timestamp=0)  # type: ignore[arg-type]  # its type says Never
        assert set(db.session.scalars(select(Wished.other_id))) == {kept}
