"""Who may ask whom, and when."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from matchmaker.core import clock, settings
from matchmaker.core.errors import Conflict, DomainError, Invalid, NotFound
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.introductions import capacity, service
from matchmaker.introductions.decision import decision_on
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.pairs import Introductions
from matchmaker.introductions.workflow import Action, Status
from matchmaker.profiles.models import Organisation, ProfileStatus
from matchmaker.taxonomy import Hub, Kind, NeedCode, ProgrammeType, RejectCode, ServedDirection
from tests import factories
from tests.integration.introductions.conftest import MESSAGE, Scene
from tests.personas import Person


def ask(scene: Scene, person: Person, requester: Organisation, counterpart: Organisation) -> Introduction:
    return service.request(scene.user(person), requester, counterpart, NeedCode.FUNDRAISING, MESSAGE)


def refusal(scene: Scene, requester: Organisation, counterpart: Organisation) -> str:
    with pytest.raises(Conflict) as refused:
        ask(scene, scene.people.paris_founder, requester, counterpart)
    return str(refused.value)


def test_a_stranger_cannot_ask_in_the_name_of_an_organisation(context: Flask, scene: Scene) -> None:
    with pytest.raises(NotFound):
        ask(scene, scene.people.outsider, scene.startup, scene.investor)


@pytest.mark.parametrize("status", [ProfileStatus.DRAFT, ProfileStatus.SUBMITTED, ProfileStatus.REMOVED])
def test_an_unpublished_counterpart_does_not_exist_for_members(
    context: Flask, scene: Scene, status: ProfileStatus
) -> None:
    scene.investor.status = status
    db.session.commit()
    with pytest.raises(NotFound):
        ask(scene, scene.people.paris_founder, scene.startup, scene.investor)


def test_conflicts_and_pauses_of_the_other_side_sound_the_same(context: Flask, scene: Scene) -> None:
    scene.investor.conflicts = ["CAPTEURS CANARI"]
    db.session.commit()
    conflict = refusal(scene, scene.startup, scene.investor)
    scene.investor.conflicts = []
    scene.investor.paused_until = clock.today() + timedelta(days=3)
    db.session.commit()
    assert refusal(scene, scene.startup, scene.investor) == conflict
    assert "not available" in conflict


def test_a_conflict_named_by_the_requester_counts_too(context: Flask, scene: Scene) -> None:
    scene.startup.conflicts = ["Canary Valley Ventures"]
    db.session.commit()
    assert "not available" in refusal(scene, scene.startup, scene.investor)


def test_organisations_of_one_city_are_told_so(context: Flask, scene: Scene) -> None:
    neighbour = factories.organisation(scene.user(scene.people.outsider), kind=Kind.INVESTOR, hub=Hub.PARIS)
    assert "same city" in refusal(scene, scene.startup, neighbour)


def test_a_programme_is_judged_by_the_direction_it_serves(context: Flask, scene: Scene) -> None:
    owner = scene.user(scene.people.outsider)
    given: dict[str, Any] = {"kind": Kind.PROGRAMME, "hub": Hub.PARIS, "type": ProgrammeType.ACCELERATOR}
    inbound = factories.organisation(owner, direction=ServedDirection.SV_TO_PARIS, **given)
    outbound = factories.organisation(owner, direction=ServedDirection.PARIS_TO_SV, **given)
    assert "other direction" in refusal(scene, scene.startup, inbound)
    assert ask(scene, scene.people.paris_founder, scene.startup, outbound).id


def test_an_own_profile_that_is_paused_or_unpublished_is_named(context: Flask, scene: Scene) -> None:
    scene.startup.paused_from = date(2020, 1, 1)
    assert "paused" in refusal(scene, scene.startup, scene.investor)
    scene.startup.paused_from = None
    scene.startup.status = ProfileStatus.DRAFT
    assert "publish it first" in refusal(scene, scene.startup, scene.investor)


@pytest.mark.parametrize("text", ["", "   ", "a@b.example", "06 12 34 56 78", "x" * 601])
def test_a_message_that_cannot_be_sent_is_refused(context: Flask, scene: Scene, text: str) -> None:
    with pytest.raises(Invalid):
        service.request(
            scene.user(scene.people.paris_founder),
            scene.startup,
            scene.investor,
            NeedCode.FUNDRAISING,
            text,
        )


def test_one_introduction_is_open_between_two_sides_either_way_round(context: Flask, scene: Scene) -> None:
    scene.awaiting()
    assert "already under way" in refusal(scene, scene.startup, scene.investor)
    with pytest.raises(Conflict) as back:
        ask(scene, scene.people.valley_investor, scene.investor, scene.startup)
    assert "already under way" in str(back.value)


def test_a_request_still_with_staff_is_not_given_away_to_the_other_side(context: Flask, scene: Scene) -> None:
    row_id = scene.request()
    with pytest.raises(Conflict) as refused:
        ask(scene, scene.people.valley_investor, scene.investor, scene.startup)
    assert "not available" in str(refused.value)
    states = Introductions().open_states
    assert states(scene.investor) == {}
    assert states(scene.startup) == {scene.investor_id: Status.SUBMITTED}
    scene.take(scene.people.paris_staff, row_id, Action.APPROVE)
    assert states(scene.investor) == {scene.startup_id: Status.AWAITING_COUNTERPART}


def _reject(scene: Scene, code: RejectCode) -> None:
    row = scene.introduction(scene.request())
    service.reject(scene.user(scene.people.paris_staff), row, row.version, code)


@pytest.mark.parametrize("code", RejectCode)
def test_only_some_rejections_ask_for_a_rest(context: Flask, scene: Scene, code: RejectCode) -> None:
    _reject(scene, code)
    if code in (RejectCode.OUT_OF_SCOPE, RejectCode.CONFLICT):
        assert "ask again from" in refusal(scene, scene.startup, scene.investor)
        with pytest.raises(Conflict) as other_side:
            ask(scene, scene.people.valley_investor, scene.investor, scene.startup)
        assert "not available" in str(other_side.value)
    else:
        assert scene.request()


def test_a_declined_pair_rests_for_90_days_either_way_round(context: Flask, scene: Scene) -> None:
    scene.take(scene.people.valley_investor, scene.awaiting(), Action.DECLINE)
    declined_at = clock.now()
    with clock.at(declined_at + timedelta(days=89)):
        assert "ask again from" in refusal(scene, scene.startup, scene.investor)
    with clock.at(declined_at + timedelta(days=90, minutes=1)):
        assert scene.request()


def test_a_withdrawn_request_may_be_made_again(context: Flask, scene: Scene) -> None:
    scene.take(scene.people.paris_founder, scene.request(), Action.WITHDRAW)
    assert scene.request()


def test_an_unclaimed_counterpart_is_not_asked_before_somebody_takes_it_over(
    context: Flask, scene: Scene
) -> None:
    fund = factories.organisation(kind=Kind.INVESTOR, hub=Hub.SILICON_VALLEY)
    with pytest.raises(NotFound):
        ask(scene, scene.people.paris_founder, scene.startup, fund)
    settings.put(db.session(), "show_unclaimed_to_members", True)
    row_id = ask(scene, scene.people.paris_founder, scene.startup, fund).id
    with pytest.raises(Conflict) as refused:
        scene.take(scene.people.paris_staff, row_id, Action.APPROVE)
    assert "not a member yet" in str(refused.value)
    db.session.rollback()
    fund.claimed_at = clock.now()
    factories.membership(fund, factories.user())
    scene.take(scene.people.paris_staff, row_id, Action.APPROVE)
    assert scene.introduction(row_id).status is Status.AWAITING_COUNTERPART


def _approve_all(scene: Scene, count: int) -> list[int]:
    return [scene.awaiting(*scene.another_startup()) for _ in range(count)]


def test_a_request_to_a_full_or_paused_counterpart_waits_and_the_requester_is_told_so(
    context: Flask, scene: Scene, outbox: Callable[[], list[OutgoingMail]]
) -> None:
    scene.investor.capacity = 1
    db.session.commit()
    first, _ = _approve_all(scene, 2)

    def reasons(paused: date | None = None) -> list[str]:
        row_id = scene.request(*scene.another_startup())
        scene.investor.paused_from = paused
        db.session.commit()
        told = decision_on(scene.user(scene.people.paris_staff), scene.loaded(row_id)).holds
        scene.take(scene.people.paris_staff, row_id, Action.APPROVE)
        assert scene.introduction(row_id).status is Status.WAITING
        assert "in the queue" in outbox()[-1].text
        assert not scene.introduction(row_id).has_reached_counterpart
        return [str(reason) for reason in told]

    assert "awaiting its answer" in reasons()[0]
    scene.take(scene.people.valley_investor, first, Action.ACCEPT)
    assert "this month" in reasons()[0]
    scene.investor.capacity = None
    db.session.commit()
    assert "paused" in reasons(paused=date(2020, 1, 1))[0]


def test_nobody_is_asked_where_no_account_of_the_counterpart_is_active(context: Flask, scene: Scene) -> None:
    row_id = scene.request()
    scene.user(scene.people.valley_investor).active = False
    db.session.commit()
    with pytest.raises(Conflict) as refused:
        scene.take(scene.people.paris_staff, row_id, Action.APPROVE)
    assert "no account of its members is active" in str(refused.value)


def test_a_place_is_free_again_in_the_next_month_of_the_counterparts_own_city(
    context: Flask, scene: Scene
) -> None:
    scene.investor.capacity = 1
    db.session.commit()
    pacific = Hub.SILICON_VALLEY.time_zone
    moment = clock.now()
    _, next_month = capacity.month_of(moment, pacific)
    first, second = _approve_all(scene, 2)
    investor = scene.people.valley_investor
    with clock.at(next_month - timedelta(minutes=2)):
        scene.take(investor, first, Action.ACCEPT)
    with clock.at(next_month - timedelta(minutes=1)), pytest.raises(Conflict):
        scene.take(investor, second, Action.ACCEPT)
    db.session.rollback()
    with clock.at(next_month):
        scene.take(investor, second, Action.ACCEPT)


def test_a_place_once_used_is_not_freed_by_a_cancellation(context: Flask, scene: Scene) -> None:
    scene.investor.capacity = 1
    db.session.commit()
    first, second = _approve_all(scene, 2)
    scene.take(scene.people.valley_investor, first, Action.ACCEPT)
    scene.take(scene.people.paris_staff, first, Action.CANCEL)
    with pytest.raises(DomainError):
        scene.take(scene.people.valley_investor, second, Action.ACCEPT)


def test_a_conflict_named_after_the_request_stops_the_acceptance(context: Flask, scene: Scene) -> None:
    row_id = scene.awaiting()
    scene.startup.conflicts = ["Canary Valley Ventures"]
    db.session.commit()
    with pytest.raises(Conflict) as refused:
        scene.take(scene.people.valley_investor, row_id, Action.ACCEPT)
    assert "not available" in str(refused.value)
