"""Who may act: staff of the right city without a tie, members and delegates of each side."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from matchmaker.core import clock
from matchmaker.core.errors import Forbidden, NotFound
from matchmaker.core.permissions import Role
from matchmaker.extensions import db
from matchmaker.introductions import policies
from matchmaker.introductions.workflow import Action, ClosedReason, Status
from matchmaker.profiles.ports import introduced_pairs
from matchmaker.taxonomy import Hub, MembershipRole
from tests import factories
from tests.integration.introductions.conftest import Scene, status_of

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
THURSDAY_BEFORE = datetime(2026, 3, 5, 8, 59, tzinfo=UTC)
THURSDAY = datetime(2026, 3, 5, 9, tzinfo=UTC)


def test_staff_of_the_other_city_may_decide_after_three_working_days(context: Flask, scene: Scene) -> None:
    with clock.at(MONDAY):
        row_id = scene.request()
    with clock.at(THURSDAY_BEFORE), pytest.raises(Forbidden) as refused:
        scene.take(scene.people.valley_staff, row_id, Action.APPROVE)
    assert "after 3 working days" in str(refused.value)
    db.session.rollback()
    with clock.at(THURSDAY):
        scene.take(scene.people.valley_staff, row_id, Action.APPROVE)
    assert status_of(row_id) is Status.AWAITING_COUNTERPART


@pytest.mark.parametrize("side", ["startup_id", "investor_id"])
def test_staff_who_belong_to_a_side_do_not_decide(context: Flask, scene: Scene, side: str) -> None:
    tied = scene.people.make("Tied Officer", Role.STAFF, Hub.PARIS)
    factories.membership(scene.load(getattr(scene, side)), scene.user(tied), MembershipRole.EDITOR)
    row_id = scene.request()
    for action in (Action.APPROVE, Action.REJECT, Action.REQUEST_CHANGES):
        with pytest.raises(Forbidden):
            scene.take(tied, row_id, action)
        db.session.rollback()
    assert status_of(row_id) is Status.SUBMITTED


def test_staff_never_answer_for_the_counterpart(context: Flask, scene: Scene) -> None:
    row_id = scene.awaiting()
    for staff in (scene.people.paris_staff, scene.people.valley_staff):
        for action in (Action.ACCEPT, Action.DECLINE):
            with pytest.raises(Forbidden):
                scene.take(staff, row_id, action)
            db.session.rollback()


def test_the_requester_neither_approves_nor_accepts_its_own_request(context: Flask, scene: Scene) -> None:
    row_id = scene.awaiting()
    for action in (Action.APPROVE, Action.ACCEPT):
        with pytest.raises(Forbidden):
            scene.take(scene.people.paris_founder, row_id, action)
        db.session.rollback()


def test_a_delegate_answers_for_the_counterpart(context: Flask, scene: Scene) -> None:
    assistant = scene.people.make("Devi Delegate")
    factories.membership(scene.investor, scene.user(assistant), MembershipRole.DELEGATE)
    db.session.commit()
    row_id = scene.awaiting()
    scene.take(assistant, row_id, Action.ACCEPT)
    assert status_of(row_id) is Status.INTRODUCED


def test_the_counterpart_does_not_know_of_a_request_before_the_approval(context: Flask, scene: Scene) -> None:
    row_id = scene.request()
    robin = scene.user(scene.people.valley_investor)
    with pytest.raises(NotFound):
        policies.get_own(robin, row_id)
    scene.take(scene.people.paris_founder, row_id, Action.WITHDRAW)
    with pytest.raises(NotFound):
        policies.get_own(robin, row_id)


def test_who_was_introduced_is_known_to_profiles_and_ends_with_a_cancellation(
    context: Flask, scene: Scene
) -> None:
    row_id = scene.awaiting()
    camille, robin = (
        scene.user(person) for person in (scene.people.paris_founder, scene.people.valley_investor)
    )

    def both() -> tuple[bool, bool]:
        pairs = introduced_pairs()
        return pairs.between(camille, scene.investor), pairs.between(robin, scene.startup)

    assert both() == (False, False)
    scene.take(scene.people.valley_investor, row_id, Action.ACCEPT)
    assert both() == (True, True)
    assert not introduced_pairs().between(scene.user(scene.people.outsider), scene.investor)
    scene.take(scene.people.paris_staff, row_id, Action.CANCEL)
    assert both() == (False, False)


def test_staff_of_either_city_take_a_proposal_back_at_once(context: Flask, scene: Scene) -> None:
    for staff in (scene.people.valley_staff, scene.people.paris_staff):
        row_id = scene.propose()
        scene.take(staff, row_id, Action.WITHDRAW)
        assert scene.introduction(row_id).closed_reason is ClosedReason.WITHDRAWN
