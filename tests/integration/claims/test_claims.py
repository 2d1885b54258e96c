import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.errors import Conflict, Forbidden, Invalid, NotFound
from matchmaker.core.mail.models import OutgoingMail
from matchmaker.core.permissions import Role
from matchmaker.extensions import db
from matchmaker.profiles import claims, removals, values
from matchmaker.profiles.imports.limits import COMMAND_LINE
from matchmaker.profiles.imports.run import Order, run
from matchmaker.profiles.models import (
    Claim,
    ClaimPurpose,
    ImportRecord,
    Membership,
    Organisation,
    ProfileStatus,
    Removal,
)
from matchmaker.profiles.policies import load
from matchmaker.taxonomy import Hub, Kind, MembershipRole, NeedCode, Stage
from tests import factories

ROW = (
    b"name,hub,registry_id,website,description_fr\n"
    b"Atelier,paris,732829320,https://www.atelier.example,Un texte.\n"
)


@pytest.fixture
def firm(context: Flask) -> Organisation:
    """An unclaimed organisation with a site of its own."""
    found = factories.organisation(
        name="Atelier",
        website="https://www.atelier.example",
        registry_id="732829320",
        import_source="x",
        stage=Stage.SEED,
        description_en="A secret text.",
        needs=(values.Entry(NeedCode.HIRING, text="Somebody"),),
    )
    db.session.commit()
    return found


@pytest.fixture
def person(context: Flask) -> User:
    found = factories.user(email="me@people.example.org")
    db.session.commit()
    return found


@pytest.fixture
def staff(context: Flask) -> User:
    found = factories.user(role=Role.STAFF, staff_hub=Hub.PARIS)
    db.session.commit()
    return found


def last_token(template: str) -> str:
    mail = db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.template == template).order_by(OutgoingMail.id.desc())
    ).first()
    assert mail is not None
    path = "/removals/" if template == "claims/removal" else "/claims/"
    return mail.text.split(path)[1].split()[0]


def test_a_link_to_the_firms_own_domain_makes_the_asker_its_owner(firm: Organisation, person: User) -> None:
    claims.ask(person, firm, " Boss@Mail.Atelier.example ")
    mail = db.session.scalars(select(OutgoingMail)).one()
    assert mail.recipient == "boss@mail.atelier.example"
    assert "Atelier" not in mail.subject
    claims.take_over(person, claims.find(last_token("claims/claim"), ClaimPurpose.CLAIM, person))
    place = db.session.scalars(select(Membership)).one()
    assert (place.user_id, place.role) == (person.id, MembershipRole.OWNER)
    assert load(firm.id).is_claimed


@pytest.mark.parametrize(
    "email",
    [
        "me@other.example",
        "me@gmail.com",
        "me@atelier.example.evil.example",
        "nonsense",
        "",
        "@atelier.example",
    ],
)
def test_no_link_goes_anywhere_else(firm: Organisation, person: User, email: str) -> None:
    with pytest.raises(Invalid):
        claims.ask(person, firm, email)
    assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == 0


@pytest.mark.parametrize("website", [None, "https://www.linkedin.com/company/atelier", "https://gmail.com"])
def test_a_firm_without_a_domain_of_its_own_is_claimed_through_staff_only(
    firm: Organisation, person: User, website: str | None
) -> None:
    firm.website = website
    db.session.commit()
    with pytest.raises(Invalid):
        claims.ask(person, firm, "me@linkedin.com" if website and "linkedin" in website else "me@gmail.com")


def test_a_link_works_once(firm: Organisation, person: User) -> None:
    claims.ask(person, firm, "boss@atelier.example")
    token = last_token("claims/claim")
    claim = claims.find(token, ClaimPurpose.CLAIM, person)
    claims.take_over(person, claim)
    with pytest.raises(NotFound):
        claims.find(token, ClaimPurpose.CLAIM, person)
    with pytest.raises(Conflict):
        claims.take_over(person, claim)


def test_a_link_ends_after_its_time(firm: Organisation, person: User) -> None:
    claims.ask(person, firm, "boss@atelier.example")
    token = last_token("claims/claim")
    with clock.at(clock.now() + claims.VALID_FOR + timedelta(seconds=1)), pytest.raises(NotFound):
        claims.find(token, ClaimPurpose.CLAIM, person)


def test_a_link_serves_nobody_but_who_asked_and_no_other_purpose(firm: Organisation, person: User) -> None:
    claims.ask(person, firm, "boss@atelier.example")
    token = last_token("claims/claim")
    stranger = factories.user()
    for purpose, actor in (
        (ClaimPurpose.CLAIM, stranger),
        (ClaimPurpose.CLAIM, None),
        (ClaimPurpose.REMOVAL, person),
    ):
        with pytest.raises(NotFound):
            claims.find(token, purpose, actor)


def test_the_token_itself_is_nowhere_in_the_table(firm: Organisation, person: User) -> None:
    claims.ask(person, firm, "boss@atelier.example")
    assert last_token("claims/claim") not in db.session.scalars(select(Claim.token_hash)).one()


def test_a_claimed_organisation_cannot_be_claimed_again(
    firm: Organisation, person: User, staff: User
) -> None:
    claims.assign(staff, firm, person.email)
    with pytest.raises(Conflict):
        claims.ask(factories.user(), firm, "boss@atelier.example")
    with pytest.raises(Conflict):
        claims.assign(staff, load(firm.id), person.email)
    with pytest.raises(Conflict):
        removals.remove(staff, load(firm.id))


def test_staff_hand_it_to_an_account_but_never_to_themselves(
    firm: Organisation, person: User, staff: User
) -> None:
    with pytest.raises(Forbidden):
        claims.assign(staff, firm, staff.email)
    with pytest.raises(Forbidden):
        claims.assign(person, firm, person.email)
    with pytest.raises(Invalid):
        claims.assign(staff, firm, "nobody@people.example.org")
    claims.assign(staff, firm, person.email)
    assert db.session.scalars(select(Membership.user_id)).one() == person.id


def test_an_invitation_by_staff_may_be_used_by_whoever_holds_it(
    firm: Organisation, person: User, staff: User
) -> None:
    claims.send_invitation(staff, firm, "contact@atelier.example", "fr")
    mail = db.session.scalars(select(OutgoingMail)).one()
    assert mail.locale == "fr"
    assert "/claims/" in mail.text
    assert "/removals/" in mail.text
    claims.take_over(person, claims.find(last_token("claims/invitation"), ClaimPurpose.CLAIM, person))
    assert load(firm.id).is_claimed


def test_only_staff_invite_and_only_to_the_firms_domain(
    firm: Organisation, person: User, staff: User
) -> None:
    with pytest.raises(Forbidden):
        claims.send_invitation(person, firm, "contact@atelier.example", "fr")
    with pytest.raises(Invalid):
        claims.send_invitation(staff, firm, "contact@gmail.com", "fr")


def test_an_invitation_rolled_back_sends_nothing(firm: Organisation, staff: User) -> None:
    claims.invite(staff, firm, "contact@atelier.example", "en", about="A firm of Paris asks to meet you.")
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == 0


def test_removal_leaves_no_text_and_the_next_import_passes_it_over(context: Flask, person: User) -> None:
    import io

    order = Order(Kind.STARTUP, Hub.PARIS, publish=True)
    run(io.BytesIO(ROW), order, None, COMMAND_LINE)
    firm = db.session.scalars(select(Organisation)).one()
    removals.ask(person, firm, "boss@atelier.example")
    removals.confirm(claims.find(last_token("claims/removal"), ClaimPurpose.REMOVAL))
    found = load(firm.id)
    held = {
        name: value for name, value in values.read(found).items() if value not in (None, "", [], (), False)
    }
    assert set(held) == {"name", "hub", "kind", "lang"}
    assert found.status is ProfileStatus.REMOVED
    assert "telier" not in str(held)
    assert db.session.scalar(select(func.count()).select_from(ImportRecord)) == 0
    removal = db.session.scalars(select(Removal)).one()
    assert (removal.sort_key, removal.registry_id, removal.website_host) == (
        "atelier",
        "732829320",
        "atelier.example",
    )
    for text in (
        ROW,
        b"name,hub\nATELIER,paris\n",
        b"name,hub,website\nOther,paris,https://atelier.example\n",
    ):
        report = run(io.BytesIO(text), order, None, COMMAND_LINE)
        assert (report.counts["removed"], report.counts["new"]) == (1, 0)


@pytest.mark.parametrize("kind", list(Kind))
def test_staff_remove_any_kind_in_one_step(context: Flask, staff: User, kind: Kind) -> None:
    firm = factories.organisation(kind=kind, name="Gone", import_source="x")
    db.session.commit()
    removals.remove(staff, firm)
    assert load(firm.id).status is ProfileStatus.REMOVED


def test_members_cannot_remove_what_is_not_theirs(firm: Organisation, person: User) -> None:
    with pytest.raises(Forbidden):
        removals.remove(person, firm)


def claim_at_once(app: Flask) -> tuple[list[str], int]:
    """Let two people use their links at once; return what each was told and how many owners there are."""
    with app.app_context():
        firm = factories.organisation(name="Atelier", website="https://atelier.example", import_source="x")
        people = [factories.user(), factories.user()]
        db.session.commit()
        links = []
        for one in people:
            claims.ask(one, firm, f"{one.id}@atelier.example")
            links.append((one.id, last_token("claims/claim")))
    told: list[str] = []

    def attempt(user_id: int, token: str) -> None:
        with app.app_context():
            actor = db.session.get(User, user_id)
            assert actor is not None
            try:
                claims.take_over(actor, claims.find(token, ClaimPurpose.CLAIM, actor))
                told.append("owner")
            except Conflict:
                told.append("too late")

    threads = [threading.Thread(target=attempt, args=link) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with app.app_context():
        return sorted(told), db.session.scalar(select(func.count()).select_from(Membership)) or 0


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold both claims where each has found the organisation unclaimed, or until one cannot get there."""
    barrier = threading.Barrier(2)
    check = claims.require_unclaimed

    def held(organisation: Organisation) -> None:
        check(organisation)
        if threading.current_thread() is not threading.main_thread():
            with suppress(threading.BrokenBarrierError):
                barrier.wait(1.5)

    monkeypatch.setattr(claims, "require_unclaimed", held)


@pytest.mark.usefixtures("meeting")
def test_of_two_people_who_claim_at_once_one_becomes_the_owner(app: Flask) -> None:
    assert claim_at_once(app) == (["owner", "too late"], 1)


@pytest.mark.usefixtures("meeting")
def test_without_lock_and_version_both_would_own_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def unlocked(organisation_id: int) -> Organisation:
        found = load(organisation_id)
        claims.require_unclaimed(found)
        db.session.expunge(found)  # so that no version is checked either
        return found

    monkeypatch.setattr(claims, "locked", unlocked)
    assert claim_at_once(app) == (["owner", "owner"], 2)


def test_where_two_firms_of_files_share_a_host_no_address_there_tells_whose(
    firm: Organisation, person: User, staff: User
) -> None:
    factories.organisation(name="Another Fund", website="https://atelier.example/fund", import_source="x")
    db.session.commit()
    for ask in (claims.ask, removals.ask):
        with pytest.raises(Invalid):
            ask(person, firm, "boss@atelier.example")
    claims.send_invitation(staff, firm, "boss@atelier.example", "en")
    assert [mail.recipient for mail in db.session.scalars(select(OutgoingMail))] == ["boss@atelier.example"]


def test_a_profile_that_somebody_registers_blocks_no_claim(firm: Organisation, person: User) -> None:
    factories.organisation(factories.user(), name="Rival", website="https://atelier.example")
    db.session.commit()
    assert claims.ask(person, firm, "boss@atelier.example").email == "boss@atelier.example"
