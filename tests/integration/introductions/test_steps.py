"""Each step of the short path: state, audit and mails together."""

from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.introductions import service
from matchmaker.introductions.workflow import Action, ClosedReason, Status
from matchmaker.taxonomy import DeclineCode, RejectCode
from tests.integration.introductions.conftest import MESSAGE, Scene, status_of, steps_of

Outbox = Callable[[], list[OutgoingMail]]


def sent(outbox: Outbox) -> list[tuple[str, str, str]]:
    return [(mail.template.removeprefix("introductions/"), mail.recipient, mail.locale) for mail in outbox()]


def test_the_whole_path_leaves_five_mails_and_three_audit_rows(
    context: Flask, scene: Scene, outbox: Outbox
) -> None:
    row_id = scene.introduced()
    people = scene.people
    assert status_of(row_id) is Status.INTRODUCED
    assert sent(outbox) == [
        ("submitted", people.paris_staff.email, "fr"),
        ("asked", people.valley_investor.email, "en"),
        ("approved", people.paris_founder.email, "fr"),
        ("introduced", people.paris_founder.email, "fr"),
        ("introduced", people.valley_investor.email, "en"),
    ]
    assert [(event.data["from"], event.data["to"], event.actor_role) for event in steps_of(row_id)] == [
        (None, "submitted", "requester"),
        ("submitted", "awaiting_counterpart", "staff"),
        ("awaiting_counterpart", "introduced", "counterpart"),
    ]


def test_a_mail_reads_in_its_readers_language_and_carries_no_name_in_the_subject(
    context: Flask, scene: Scene, outbox: Outbox
) -> None:
    scene.introduced()
    for mail in outbox():
        assert "Canar" not in mail.subject
        assert "Camille" not in mail.subject
        assert "/introductions/" in mail.text or "/desk/" in mail.text


def test_asking_for_changes_tells_the_requester_only_and_sending_again_returns_it_to_the_desk(
    context: Flask, scene: Scene, outbox: Outbox
) -> None:
    row_id = scene.request()
    scene.take(scene.people.paris_staff, row_id, Action.REQUEST_CHANGES)
    assert status_of(row_id) is Status.NEEDS_CHANGES
    scene.take(scene.people.paris_founder, row_id, Action.RESUBMIT)
    row = scene.introduction(row_id)
    assert (row.status, row.message) == (Status.SUBMITTED, "We offer a free pilot.")
    assert [template for template, _, _ in sent(outbox)] == ["submitted", "changes_requested", "submitted"]
    assert scene.people.valley_investor.email not in {mail.recipient for mail in outbox()}


def test_a_rejection_keeps_its_code_and_the_counterpart_hears_nothing(
    context: Flask, scene: Scene, outbox: Outbox
) -> None:
    row_id = scene.request()
    row = scene.introduction(row_id)
    staff = scene.user(scene.people.paris_staff)
    service.reject(staff, row, row.version, RejectCode.OUT_OF_SCOPE, "Please see our guide.")
    row = scene.introduction(row_id)
    assert (row.status, row.closed_reason) == (Status.CLOSED, ClosedReason.REJECTED)
    assert steps_of(row_id)[-1].data["code"] == "out_of_scope"
    assert sent(outbox)[1:] == [("rejected", scene.people.paris_founder.email, "fr")]


@pytest.mark.parametrize("share", [True, False])
def test_the_words_of_a_decline_reach_the_requester_only_if_shared(
    context: Flask, scene: Scene, outbox: Outbox, share: bool
) -> None:
    row_id = scene.awaiting()
    row = scene.introduction(row_id)
    robin = scene.user(scene.people.valley_investor)
    service.decline(robin, row, row.version, DeclineCode.STAGE, text="A bit too early.", share=share)
    assert steps_of(row_id)[-1].data["code"] == "stage"
    [*_, mail] = outbox()
    assert mail.recipient == scene.people.paris_founder.email
    assert ("A bit too early." in mail.text) is share


def test_words_shared_with_the_requester_hold_no_contact(context: Flask, scene: Scene) -> None:
    row_id = scene.awaiting()
    row = scene.introduction(row_id)
    robin = scene.user(scene.people.valley_investor)
    with pytest.raises(Invalid):
        service.decline(robin, row, row.version, DeclineCode.OTHER, text="Call 415-555-2671", share=True)
    db.session.rollback()
    assert status_of(row_id) is Status.AWAITING_COUNTERPART


def test_a_request_withdrawn_before_the_approval_is_no_news_to_the_counterpart(
    context: Flask, scene: Scene, outbox: Outbox
) -> None:
    row_id = scene.request()
    scene.take(scene.people.paris_founder, row_id, Action.WITHDRAW)
    assert [template for template, _, _ in sent(outbox)] == ["submitted"]


def test_a_request_withdrawn_after_the_approval_is(context: Flask, scene: Scene, outbox: Outbox) -> None:
    row_id = scene.awaiting()
    scene.take(scene.people.paris_founder, row_id, Action.WITHDRAW)
    assert sent(outbox)[3:] == [("withdrawn", scene.people.valley_investor.email, "en")]


def test_staff_who_withdraw_or_cancel_tell_both_sides(context: Flask, scene: Scene, outbox: Outbox) -> None:
    scene.take(scene.people.paris_staff, scene.awaiting(), Action.WITHDRAW)
    assert {mail.recipient for mail in outbox()[3:]} == {
        scene.people.valley_investor.email,
        scene.people.paris_founder.email,
    }
    scene.take(scene.people.paris_staff, scene.introduced(), Action.CANCEL)
    assert [template for template, _, _ in sent(outbox)[-2:]] == ["cancelled", "cancelled"]


def test_a_version_from_an_older_page_is_refused(context: Flask, scene: Scene) -> None:
    row_id = scene.request()
    scene.take(scene.people.paris_staff, row_id, Action.REQUEST_CHANGES)
    scene.take(scene.people.paris_founder, row_id, Action.RESUBMIT)
    with pytest.raises(Conflict):
        scene.take(scene.people.paris_staff, row_id, Action.APPROVE, version=1)
    db.session.rollback()
    assert status_of(row_id) is Status.SUBMITTED


def test_a_step_that_fails_late_leaves_neither_mail_nor_job_nor_audit_row(
    context: Flask, scene: Scene, outbox: Outbox
) -> None:
    row_id = scene.awaiting()
    before = len(outbox()), len(steps_of(row_id))
    investor = scene.investor
    investor.capacity = 0
    db.session.commit()
    with pytest.raises(Conflict):
        scene.take(scene.people.valley_investor, row_id, Action.ACCEPT)
    db.session.rollback()
    assert (len(outbox()), len(steps_of(row_id))) == before


def test_each_mail_has_its_job_in_the_same_transaction(
    context: Flask, scene: Scene, outbox: Outbox, run_jobs: Callable[[], None]
) -> None:
    scene.introduced()
    run_jobs()
    assert {mail.state.value for mail in outbox()} == {"kept"}


def test_the_message_is_kept_as_written(context: Flask, scene: Scene) -> None:
    assert scene.introduction(scene.request()).message == MESSAGE
