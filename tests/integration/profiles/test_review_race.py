"""Two staff decide at the same moment, on connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.core.errors import Conflict
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.profiles import membership, policies, reviewing, service
from matchmaker.profiles.models import ProfileReview, ProfileStatus, ReviewState
from matchmaker.taxonomy import Hub, Kind, MembershipRole, Sector
from tests import factories
from tests.personas import Personas

ROUNDS = 10
STORY = {
    "description_en": "We measure the air of cities with sensors on buses. " * 3,
    "sectors": [Sector.WATER],
}


@pytest.fixture
def submitted(app: Flask, personas: Personas) -> Callable[[int], tuple[int, int]]:
    """Submit a profile; return the ids of the organisation and of its review."""

    def make(number: int) -> tuple[int, int]:
        with app.app_context():
            founder = personas.user(personas.paris_founder)
            made = service.create(founder, Kind.STARTUP, Hub.PARIS, f"Firm {number}")
            saved = service.save(founder, made, STORY, made.version)
            return saved.id, service.submit(founder, saved).id

    return make


def together(*steps: Callable[[Barrier], str]) -> list[str]:
    """Run the steps in threads of their own, which meet at a barrier; return their outcomes."""
    barrier = Barrier(len(steps))
    with ThreadPoolExecutor(len(steps)) as pool:
        return sorted(future.result() for future in [pool.submit(step, barrier) for step in steps])


def test_of_two_approvals_at_once_exactly_one_wins(
    app: Flask, personas: Personas, submitted: Callable[[int], tuple[int, int]]
) -> None:
    people = (personas.paris_staff, personas.valley_staff)
    for number in range(ROUNDS):
        organisation_id, review_id = submitted(number)

        def approve(who: int, review_id: int = review_id) -> Callable[[Barrier], str]:
            def step(barrier: Barrier) -> str:
                with app.app_context():
                    actor = personas.user(people[who])
                    barrier.wait()
                    try:
                        reviewing.approve(actor, review_id)
                    except Conflict:
                        return "conflict"
                    return "approved"

            return step

        assert together(approve(0), approve(1)) == ["approved", "conflict"]
        with app.app_context():
            assert policies.load(organisation_id).status is ProfileStatus.PUBLISHED
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(OutgoingMail)) == ROUNDS
        approvals = select(func.count()).where(AuditEvent.tag == AuditTag.PROFILE_APPROVED)
        assert db.session.scalar(approvals) == ROUNDS


def test_without_the_guard_both_would_win(
    app: Flask, personas: Personas, submitted: Callable[[int], tuple[int, int]]
) -> None:
    """The twin: read the state, then write it, as a service without a conditional update would."""
    _organisation_id, review_id = submitted(0)
    staff_id = personas.paris_staff.id

    def naive(barrier: Barrier) -> str:
        with app.app_context(), Session(db.engine) as session:
            review = session.get_one(ProfileReview, review_id)
            pending = review.state is ReviewState.PENDING
            barrier.wait()
            if not pending:
                return "conflict"
            review.state, review.decided_by_id = ReviewState.APPROVED, staff_id
            review.decided_at = review.requested_at
            session.commit()
            return "approved"

    assert together(naive, naive) == ["approved", "approved"]


def test_of_an_approval_and_a_send_back_at_once_one_wins_whole(
    app: Flask, personas: Personas, submitted: Callable[[int], tuple[int, int]]
) -> None:
    for number in range(ROUNDS):
        organisation_id, review_id = submitted(number)

        def approve(barrier: Barrier, review_id: int = review_id) -> str:
            with app.app_context():
                actor = personas.user(personas.paris_staff)
                barrier.wait()
                try:
                    return reviewing.approve(actor, review_id).state
                except Conflict:
                    return "conflict"

        def send_back(barrier: Barrier, review_id: int = review_id) -> str:
            with app.app_context():
                actor = personas.user(personas.valley_staff)
                barrier.wait()
                try:
                    return reviewing.request_changes(actor, review_id, "Say who pays.").state
                except Conflict:
                    return "conflict"

        outcomes = together(approve, send_back)
        assert outcomes.count("conflict") == 1
        with app.app_context():
            status = policies.load(organisation_id).status
            won = "approved" if status is ProfileStatus.PUBLISHED else "changes_requested"
            assert won in outcomes


def test_two_owners_who_leave_at_once_do_not_leave_the_organisation_alone(
    app: Flask, personas: Personas
) -> None:
    people = (personas.paris_founder, personas.valley_founder)
    for _number in range(ROUNDS):
        with app.app_context():
            row = factories.organisation(personas.user(people[0]))
            factories.membership(row, personas.user(people[1]), MembershipRole.OWNER)
            db.session.commit()
            organisation_id = row.id

        def leave(who: int, organisation_id: int = organisation_id) -> Callable[[Barrier], str]:
            def step(barrier: Barrier) -> str:
                with app.app_context():
                    actor = personas.user(people[who])
                    organisation = policies.own(actor, organisation_id)
                    barrier.wait()
                    try:
                        membership.remove(actor, organisation, actor.id)
                    except Conflict:
                        return "stays"
                    return "left"

            return step

        assert together(leave(0), leave(1)) == ["left", "stays"]


def test_two_saves_of_one_version_at_once_keep_exactly_one(app: Flask, personas: Personas) -> None:
    with app.app_context():
        founder = personas.user(personas.paris_founder)
        organisation_id = service.create(founder, Kind.STARTUP, Hub.PARIS, "Firm").id
    for _number in range(ROUNDS):
        with app.app_context():
            version = policies.load(organisation_id).version

        def save(line: str, version: int = version) -> Callable[[Barrier], str]:
            def step(barrier: Barrier) -> str:
                with app.app_context():
                    actor = personas.user(personas.paris_founder)
                    organisation = policies.editable(actor, organisation_id)
                    barrier.wait()
                    try:
                        service.save(actor, organisation, {"tagline": f"{line} {version}"}, version)
                    except Conflict:
                        return "conflict"
                    return "saved"

            return step

        assert together(save("one"), save("two")) == ["conflict", "saved"]
