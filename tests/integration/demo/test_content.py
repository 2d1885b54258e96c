"""What the demonstration holds: every state, with the audit rows and mails that real people would leave."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.core.mail import OutgoingMail
from matchmaker.demo.accounts import MEMBERS
from matchmaker.extensions import db
from matchmaker.introductions import inbox
from matchmaker.introductions.inbox import Tab
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import ClosedReason, Status
from matchmaker.matching.models import Mark, Marked
from matchmaker.profiles.models import (
    Membership,
    Organisation,
    OrganisationContact,
    ProfileReview,
    ProfileStatus,
    ReviewKind,
    ReviewState,
)
from matchmaker.profiles.policies import OUTSIDER, WITH_DETAILS, viewer_of
from matchmaker.profiles.teaser import face
from matchmaker.taxonomy import Hub, Kind, MembershipRole

pytestmark = pytest.mark.usefixtures("demo")

# The mails that each step writes; one staff member sits in each city.
MAILS = {
    "request": {"submitted": 1},
    "resubmit": {"submitted": 1},
    "approve": {"asked": 1, "approved": 1},
    "request_changes": {"changes_requested": 1},
    "reject": {"rejected": 1},
    "accept": {"introduced": 2},
    "decline": {"declined": 1},
    "cancel": {"cancelled": 2},
    "compose": {},
    "propose": {"proposed": 2},
    "hold": {"held": 1},
    "defer": {"deferred": 1},
    "complete": {"completed": 1},
    "lapse": {"unanswered": 1, "unanswered_desk": 2},
    "expire": {"expired": 2},
    "no_follow_up": {"no_follow_up": 2},
}
DELEGATED = {"asked", "proposed"}  # a delegate is asked by a mail of its own


def introductions() -> list[Introduction]:
    return list(db.session.scalars(select(Introduction).order_by(Introduction.id)))


def transitions() -> list[AuditEvent]:
    statement = select(AuditEvent).where(AuditEvent.tag == AuditTag.INTRODUCTION_TRANSITION)
    return list(db.session.scalars(statement.order_by(AuditEvent.id)))


def contacts() -> list[OrganisationContact]:
    return list(db.session.scalars(select(OrganisationContact)))


def test_there_are_enough_organisations_of_each_kind_in_both_cities() -> None:
    rows = db.session.execute(
        select(Organisation.kind, Organisation.hub, func.count()).group_by(
            Organisation.kind, Organisation.hub
        )
    )
    found = {(kind, hub): count for kind, hub, count in rows}
    for kind, least in ((Kind.STARTUP, 24), (Kind.INVESTOR, 14), (Kind.PROGRAMME, 14)):
        assert sum(found[kind, hub] for hub in Hub) >= least
        assert abs(found[kind, Hub.PARIS] - found[kind, Hub.SILICON_VALLEY]) <= 1


def test_profiles_stand_at_every_point_of_their_way() -> None:
    statuses = Counter(db.session.scalars(select(Organisation.status)))
    assert set(statuses) == set(ProfileStatus) - {ProfileStatus.REMOVED}
    pending = Counter(
        db.session.scalars(select(ProfileReview.kind).where(ProfileReview.state == ReviewState.PENDING))
    )
    assert pending == {ReviewKind.FIRST_PUBLICATION: 2, ReviewKind.SENSITIVE_CHANGE: 1}
    published = list(
        db.session.scalars(select(Organisation).where(Organisation.status == ProfileStatus.PUBLISHED))
    )
    assert sum(organisation.is_paused(clock.today()) for organisation in published) == 1
    assert sum(organisation.confidential for organisation in published) >= 2
    assert all(organisation.fictional for organisation in published if organisation.is_claimed)


def test_organisations_that_exist_are_unclaimed_and_the_others_have_people() -> None:
    owned = set(
        db.session.scalars(select(Membership.organisation_id).where(Membership.role == MembershipRole.OWNER))
    )
    for organisation in db.session.scalars(select(Organisation)):
        assert organisation.fictional == organisation.is_claimed == (organisation.id in owned)
    assert db.session.scalar(select(func.count()).select_from(Membership)) == len(owned) + 2


def test_every_state_and_every_end_of_an_introduction_occurs() -> None:
    assert {row.status for row in introductions()} == set(Status)
    ends = {row.closed_reason for row in introductions()}
    assert ends == {None, *ClosedReason} - {ClosedReason.ERASED}  # nobody of the demonstration has left


def test_the_audit_leads_each_introduction_step_by_step_to_where_it_stands() -> None:
    told: dict[int, list[AuditEvent]] = {}
    for event in transitions():
        told.setdefault(event.subject_id, []).append(event)
    assert set(told) == {row.id for row in introductions()}
    for row in introductions():
        events = told[row.id]
        assert [event.data["from"] for event in events] == [None, *(e.data["to"] for e in events[:-1])]
        assert events[0].data["to"] in (Status.DRAFT, Status.SUBMITTED, Status.PROPOSED)
        assert (events[-1].data["to"], events[-1].data["reason"]) == (row.status, row.closed_reason)
        assert [event.at for event in events] == sorted(event.at for event in events)
        assert events[0].at == row.created_at < clock.now()


def test_each_step_left_its_mails_and_no_others() -> None:
    expected: Counter[str] = Counter()
    for event in transitions():
        if event.data["action"] == "withdraw":
            expected["withdrawn"] += event.data["from"] == Status.AWAITING_COUNTERPART
        elif event.data["to"] != Status.AWAITING_REQUESTER:  # one yes of two is told to nobody
            expected.update(MAILS[event.data["action"]])
    written = Counter(
        template.removeprefix("introductions/")
        for template in db.session.scalars(select(OutgoingMail.template))
        if template.startswith("introductions/")
    )
    assert (written.pop("meeting_scheduled"), written.pop("outcome_noted")) == (4, 2)  # of following.py
    for template in DELEGATED:
        assert written.pop(template) >= expected.pop(template)
    assert written.pop("meeting_proposed") >= 2
    assert written == expected


def test_everything_happened_in_the_order_of_its_time() -> None:
    for column in (AuditEvent.at, OutgoingMail.created_at):
        moments = list(db.session.scalars(select(column).order_by(column.class_.id)))
        assert moments == sorted(moments)
        assert moments[0] < clock.now() - timedelta(days=100)


def test_no_face_and_no_mail_before_an_introduction_gives_a_contact_away() -> None:
    private = {value for row in contacts() for value in (row.email, row.phone, row.name) if value}
    assert len(private) > 100
    faces = [
        repr(face(organisation, OUTSIDER))
        for organisation in db.session.scalars(select(Organisation).options(*WITH_DETAILS)).unique()
    ]
    mails = db.session.scalars(
        select(OutgoingMail.text).where(OutgoingMail.template != "introductions/introduced")
    )
    for text in (*faces, *mails):
        assert not [value for value in private if value in text]


def test_people_and_their_numbers_are_invented() -> None:
    for row in contacts():
        assert row.email.endswith(".example.org")
        assert row.phone.startswith(("+33 1 99 00 ", "+33 6 39 98 ")) or " 555 01" in row.phone


@pytest.mark.parametrize("email", MEMBERS)
def test_each_demo_member_has_something_to_do_and_something_that_worked(email: str) -> None:
    user = db.session.scalars(select(User).where(User.email == email)).one()
    found = inbox.counts(viewer_of(user).own)
    assert found[Tab.INTRODUCED] > 0
    assert found[Tab.TO_ANSWER] > 0
    own = viewer_of(user).own
    marks = set(db.session.scalars(select(Marked.mark).where(Marked.organisation_id.in_(own))))
    assert marks == set(Mark)


@pytest.mark.parametrize("hub", Hub)
def test_staff_of_each_city_have_requests_to_decide(hub: Hub) -> None:
    waiting = [row for row in introductions() if row.status is Status.SUBMITTED and row.hub is hub]
    assert len(waiting) >= 2
    assert all(row.snapshot for row in introductions() if row.status is not Status.DRAFT)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("startup.paris@demo.example.org", "investor.sv@demo.example.org"),
        ("startup.sv@demo.example.org", "investor.paris@demo.example.org"),
    ],
)
def test_a_newcomer_can_walk_the_chain_between_two_demo_accounts(one: str, other: str) -> None:
    sides = {
        member.organisation_id
        for member in db.session.scalars(
            select(Membership).join(User, User.id == Membership.user_id).where(User.email.in_([one, other]))
        )
    }
    assert len(sides) == 2
    assert not [row for row in introductions() if {row.requester_id, row.counterpart_id} == sides]
