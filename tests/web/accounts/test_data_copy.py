"""A copy of one's own data: all of the person, nobody else, and only into the person's own hands."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import flask_security.utils
import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.accounts import copies, erasure
from matchmaker.accounts.models import DataCopy
from matchmaker.core import clock
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.core.errors import NotFound
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.introductions.meetings import feed
from matchmaker.introductions.thread import service as thread
from matchmaker.introductions.workflow import Action
from matchmaker.profiles.imports import canonical
from matchmaker.taxonomy import Kind, MembershipRole
from tests import factories
from tests.browser import Browser
from tests.integration.introductions.conftest import CAMILLE, MESSAGE, ROBIN, Scene, scene
from tests.personas import Person, Personas
from tests.web.accounts.given import Open, Outbox, link

__all__ = ["scene"]
Work = Callable[[], None]
PAGE, FILE = "/account/copy", "/account/copy/file"


def files_in(archive: bytes) -> dict[str, str]:
    """Return the files of a ZIP file as texts."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


def run(task: Any, **given: int) -> None:
    """Run a job now, in this thread."""
    task(**given)


def built(opened: Browser, run_jobs: Work) -> dict[str, str]:
    """Ask for a copy, let the worker build it, and return its files."""
    opened.submit(PAGE, action=PAGE)
    run_jobs()
    answer = opened.submit(PAGE, action=FILE)
    assert answer.mimetype == "application/zip"
    return files_in(answer.data)


def content_for(scene: Scene, person: Person) -> dict[str, str]:
    """Return the files of a copy for `person`, within an application context."""
    user = scene.user(person)
    copies.ask(user)
    run(
        copies.build, copy_id=db.session.scalars(select(DataCopy.id).where(DataCopy.user_id == user.id)).one()
    )
    return files_in(copies.take(user))


def test_a_person_asks_is_told_by_mail_and_downloads_it(
    app: Flask, browser: Open, personas: Personas, run_jobs: Work, outbox: Outbox
) -> None:
    with app.app_context():
        own = factories.organisation(personas.user(personas.outsider), name="Own Nest", confidential=True)
        own_id = own.id
        db.session.commit()
    opened = browser(personas.outsider)
    assert PAGE in opened.get("/account").text
    asked = opened.submit(PAGE, action=PAGE)
    assert "It is being put together" in asked.text
    assert FILE not in asked.text
    run_jobs()
    mail = outbox()[-1]
    assert (mail.recipient, link(mail, PAGE)) == (personas.outsider.email, PAGE)
    answer = opened.submit(link(mail, PAGE), action=FILE)
    files = files_in(answer.data)
    assert "no-store" in answer.headers["Cache-Control"]
    assert json.loads(files["account.json"])["email"] == personas.outsider.email
    table = files[f"organisations/startup-{own_id}.csv"].splitlines()
    assert table[0].split(",") == list(canonical.columns(Kind.STARTUP))
    assert "Own Nest" in table[1]
    record = browser(personas.admin).get("/audit").text
    assert "Account: copy of the data asked for" in record
    assert "Account: copy of the data taken" in record


def test_it_holds_what_the_person_wrote_and_nobody_else(context: Flask, scene: Scene) -> None:
    people = scene.people
    founder, investor = scene.user(people.paris_founder), scene.user(people.valley_investor)
    colleague = people.make("Colette Confrere")
    factories.membership(scene.startup, scene.user(colleague), MembershipRole.EDITOR)
    row_id = scene.introduced()
    thread.send(founder, scene.introduction(row_id), "Our words to you.")
    thread.send(investor, scene.introduction(row_id), "Their words to us, call Robin.")
    feed.issue(founder)
    files = content_for(scene, people.paris_founder)
    told = json.loads(files["introductions.json"])
    assert [one["message"] for one in told["requests"]] == [MESSAGE]
    assert [one["text"] for one in told["messages"]] == ["Our words to you."]
    assert len(told["calendar_address"]) == 1
    assert AuditTag.MESSAGE_SENT in files["record.json"]
    whole = "\n".join(files.values()).lower()
    others = (colleague, people.valley_investor, people.paris_staff)
    strangers = [
        *(word for person in others for word in (person.email, person.name)),
        ROBIN["email"],
        ROBIN["phone"],
    ]
    # The contact of the own organisation is somebody else, too.
    strangers += [
        CAMILLE["email"],
        CAMILLE["phone"],
        "Their words",
        str(founder.password),
        founder.fs_uniquifier,
    ]
    assert [word for word in strangers if word.lower() in whole] == []


def test_what_the_other_side_has_not_been_told_is_not_in_its_copy(context: Flask, scene: Scene) -> None:
    scene.investor.confidential = True
    db.session.commit()
    scene.request()
    told = content_for(scene, scene.people.valley_investor)
    assert MESSAGE not in "\n".join(told.values())
    assert json.loads(told["introductions.json"])["requests"] == []
    asked = content_for(scene, scene.people.paris_founder)
    whole = "\n".join(asked.values()).lower()
    assert scene.investor.name.lower() not in whole


def test_the_contact_is_in_the_copy_of_its_own_person(context: Flask, scene: Scene) -> None:
    founder = scene.user(scene.people.paris_founder)
    founder.name = CAMILLE["name"]
    db.session.commit()
    told = json.loads(content_for(scene, scene.people.paris_founder)["organisations.json"])
    assert [card["phone"] for card in told["contact_of"]] == [CAMILLE["phone"]]


def test_a_delegate_gets_the_place_without_the_profile(context: Flask, scene: Scene) -> None:
    delegate = scene.people.make("Dana Delegate")
    factories.membership(scene.investor, scene.user(delegate), MembershipRole.DELEGATE)
    db.session.commit()
    files = content_for(scene, delegate)
    told = json.loads(files["organisations.json"])
    assert [place["organisation_id"] for place in told["places"]] == [scene.investor_id]
    assert told["profiles"] == told["contact_of"] == []
    assert [name for name in files if name.endswith(".csv")] == []


def test_what_staff_noted_stays_with_staff(context: Flask, scene: Scene) -> None:
    row_id = scene.request()
    scene.take(scene.people.paris_staff, row_id, Action.REQUEST_CHANGES)
    staff = content_for(scene, scene.people.paris_staff)
    founder = "\n".join(content_for(scene, scene.people.paris_founder).values())
    assert str(row_id) in staff["record.json"]
    assert MESSAGE not in "\n".join(staff.values())
    assert scene.people.paris_staff.email not in founder


def test_the_mailed_link_opens_nothing_of_its_owner_to_anybody_else(
    browser: Open, personas: Personas, run_jobs: Work, outbox: Outbox
) -> None:
    owner, other = browser(personas.outsider), browser(personas.valley_investor)
    built(owner, run_jobs)
    url = link(outbox()[-1], PAGE)
    assert FILE not in other.get(url).text
    assert other.post(FILE).status_code == 404
    assert browser().get(url).request.path == "/account/login"
    assert browser().post(FILE).request.path == "/account/login"
    theirs = built(other, run_jobs)
    assert personas.outsider.email not in "\n".join(theirs.values())


def test_an_address_alone_downloads_nothing(browser: Open, personas: Personas, run_jobs: Work) -> None:
    opened = browser(personas.outsider)
    built(opened, run_jobs)
    answer = opened.get(FILE)
    assert (answer.request.path, answer.mimetype) == (PAGE, "text/html")
    assert opened.client.post(FILE).status_code == 400


@pytest.mark.parametrize(("method", "url"), [("get", PAGE), ("post", PAGE), ("post", FILE)])
def test_after_half_an_hour_the_password_is_asked_for_again(
    browser: Open,
    personas: Personas,
    run_jobs: Work,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    url: str,
) -> None:
    opened = browser(personas.outsider)
    built(opened, run_jobs)
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(flask_security.utils, "naive_utcnow", lambda: later.replace(tzinfo=None))
    answer = getattr(opened, method)(url)
    assert answer.request.path == "/account/verify"


def test_after_its_time_it_is_gone(context: Flask, scene: Scene) -> None:
    user = scene.user(scene.people.outsider)
    content_for(scene, scene.people.outsider)
    with clock.at(clock.now() + copies.KEPT_FOR):
        with pytest.raises(NotFound):
            copies.take(user)
        run(copies.delete_expired, timestamp=0)
    assert copies.of(user) is None


def test_asking_twice_builds_one_and_asking_later_replaces_it(
    context: Flask, scene: Scene, run_jobs: Work
) -> None:
    user = scene.user(scene.people.outsider)
    copies.ask(user)
    copies.ask(user)
    asked = select(AuditEvent).where(AuditEvent.tag == AuditTag.ACCOUNT_COPY_ASKED)
    assert len(db.session.scalars(asked).all()) == 1
    run_jobs()
    db.session.expire_all()
    first = copies.of(user)
    assert first is not None
    run(copies.build, copy_id=first.id)  # a second run of the same job
    assert len(db.session.scalars(select(OutgoingMail)).all()) == 1
    copies.ask(user)
    second = copies.of(user)
    assert second is not None
    assert (second.is_under_way, second.id == first.id) == (True, False)


def test_it_goes_with_the_account_also_where_the_worker_comes_late(context: Flask, scene: Scene) -> None:
    user = scene.user(scene.people.outsider)
    copies.ask(user)
    copy = copies.of(user)
    assert copy is not None
    copy_id = copy.id
    erasure.erase(user, user.id)
    run(copies.build, copy_id=copy_id)
    assert db.session.scalars(select(DataCopy)).all() == []


def test_a_fault_of_ours_is_said_and_one_may_ask_again(
    app: Flask, browser: Open, personas: Personas, monkeypatch: pytest.MonkeyPatch, run_jobs: Work
) -> None:
    def broken(_user: Any) -> Any:
        raise ZeroDivisionError

    opened = browser(personas.outsider)
    with monkeypatch.context() as patched:
        patched.setattr(copies, "_GIVES", [broken])
        opened.submit(PAGE, action=PAGE)
        run_jobs()
    assert "the fault is ours" in opened.get(PAGE).text
    assert "account.json" in built(opened, run_jobs)


# Where each column that points to a person comes to the person, or why it does not.
TOLD = {
    "organisations.json": {"memberships.user_id"},
    "notifications.json": {
        *("notifications.user_id", "notification_preferences.user_id", "notification_hours.user_id"),
        *("notification_summaries.user_id", "mail_links.user_id"),
    },
    "recommendations.json": {"marked_recommendations.marked_by_id", "profiling_objections.objected_by_id"},
    "introductions.json": {
        *("introductions.requested_by_id", "introduction_messages.author_id", "introduction_notices.user_id"),
        *("thread_reports.reported_by_id", "meetings.organiser_id", "meetings.attendee_id"),
        *("outcome_versions.user_id", "calendar_feeds.user_id"),
    },
    "e-mails.json": {"mails.user_id"},
    # What somebody did about others: that it was done, and when, not what it says of them.
    "record.json": {
        *("audit_events.actor_id", "invitations.invited_by_id", "member_invitations.invited_by_id"),
        *("claims.requested_by_id", "profile_reviews.requested_by_id", "profile_reviews.decided_by_id"),
        *("import_files.uploaded_by_id", "learnt_models.published_by_id", "learnt_models.retired_by_id"),
        *("steered_pairs.steered_by_id", "introductions.assigned_to_id", "thread_reports.settled_by_id"),
        *("desk_notes.author_id", "co_reviews.asked_by_id", "co_reviews.answered_by_id"),
        "introduction_suggestions.suggested_by_id",
    },
    "the meeting itself": {"meeting_seats.user_id"},
    "the copy itself": {"data_copies.user_id"},
}


def test_each_column_that_points_to_a_person_was_thought_of() -> None:
    there = {
        str(key.parent)
        for table in db.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "users"
    }
    assert there == set().union(*TOLD.values())
