"""The audit record: who reads what of it, what narrows it, and that nobody changes it."""

import csv
import io
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import NullPool, create_engine, select, text
from sqlalchemy.exc import DatabaseError

from matchmaker.admin import trail
from matchmaker.admin.trail_tags import TAGS
from matchmaker.core import audit
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.core.permissions import Role
from matchmaker.embedded.server import SUPERUSER
from matchmaker.extensions import db
from matchmaker.introductions.workflow import Action
from matchmaker.profiles import removals
from matchmaker.profiles import service as profiles
from matchmaker.profiles.values import Entry
from matchmaker.taxonomy import Hub, NeedCode
from tests import factories
from tests.browser import Browser
from tests.integration.introductions.conftest import Scene, scene

__all__ = ["scene"]
Open = Callable[..., Browser]
RIGHTS_OF_THE_SERVICE = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "REVOKE UPDATE, DELETE ON audit_events FROM {role}",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
)


def test_every_kind_of_event_has_a_reader_and_members_read_none() -> None:
    assert trail.READABLE[Role.STAFF] | trail.READABLE[Role.ADMIN] == frozenset(AuditTag)
    assert trail.READABLE[Role.MEMBER] == frozenset()


def test_members_and_strangers_get_no_page_and_no_file(
    app: Flask, scene: Scene, browser: Open, english: Open
) -> None:
    for page in ("/audit", "/audit/record.csv"):
        assert english(scene.people.paris_founder).get(page).status_code == 403
        assert browser().get(page, follow_redirects=False).status_code == 302


def test_staff_read_of_introductions_and_admins_of_accounts(app: Flask, scene: Scene, english: Open) -> None:
    with app.app_context():
        scene.request()
        person = scene.user(scene.people.outsider)
        audit.record(db.session(), None, AuditTag.ACCOUNT_DEACTIVATED, person)
        db.session.commit()
    staff = english(scene.people.paris_staff).get("/audit").text
    assert "Introduction 1<" in staff
    assert f"Account {scene.people.outsider.id}" not in staff
    admin = english(scene.people.admin).get("/audit").text
    assert "Introduction 1<" not in admin
    assert f"Account {scene.people.outsider.id}" in admin
    asked = english(scene.people.paris_staff).get("/audit?tag=account:deactivated").text
    assert "Nothing in the record fits" in asked


def test_staff_read_nothing_of_what_they_have_a_tie_to_nor_of_drafts(
    app: Flask, scene: Scene, english: Open
) -> None:
    tied = scene.people.make("Tied Officer", Role.STAFF, Hub.PARIS)
    with app.app_context():
        factories.membership(scene.investor, scene.user(tied))
        db.session.commit()
        row_id = scene.introduced()
        founder, startup_id = scene.another_startup()
        scene.draft(founder, startup_id)
    english(scene.people.paris_staff).submit(f"/desk/{row_id}", {"text": "Between us."}, action="/notes")
    shown = english(scene.people.valley_staff).get("/audit").text
    assert "Introduction: step taken</th>" in shown
    assert "Note of staff: added</th>" in shown
    assert "Draft kept" not in shown
    hidden = english(tied).get("/audit").text
    for tag in ("Introduction: step taken</th>", "Note of staff: added</th>"):
        assert tag not in hidden


def test_filters_narrow_the_page_and_the_file_alike(app: Flask, scene: Scene, english: Open) -> None:
    with app.app_context():
        first = scene.awaiting()
        second = scene.request(*scene.another_startup())
    staff = english(scene.people.paris_staff)

    def subjects(query: str) -> set[str]:
        rows = csv.DictReader(io.StringIO(staff.get(f"/audit/record.csv?{query}").text))
        return {row["subject_id"] for row in rows if row["subject_type"] == "introductions"}

    assert subjects("") == {str(first), str(second)}
    assert subjects("actor=claude") == {str(first)}
    assert subjects(f"subject_type=introductions&subject_id={second}") == {str(second)}
    assert subjects("last=2001-01-01") == set()
    assert subjects("first=2001-01-01&last=2099-12-31") == {str(first), str(second)}
    assert subjects("tag=profile:created") == set()
    page = staff.get(f"/audit?subject_type=introductions&subject_id={second}").text
    assert "1 entry" in page


def test_a_name_that_a_spreadsheet_would_compute_is_guarded_in_the_file(
    app: Flask, scene: Scene, english: Open
) -> None:
    with app.app_context():
        scene.user(scene.people.paris_founder).name = '=HYPERLINK("https://evil.example")'
        db.session.commit()
        scene.request()
    sent = english(scene.people.paris_staff).get("/audit/record.csv")
    assert sent.mimetype == "text/csv"
    cells = [cell for row in csv.reader(io.StringIO(sent.text)) for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not any(cell.startswith("=") for cell in cells)


def test_people_read_words_and_machines_codes(app: Flask, scene: Scene, english: Open) -> None:
    with app.app_context():
        row_id = scene.awaiting()
        scene.take(scene.people.valley_investor, row_id, Action.DECLINE)
        edited = {"sectors": [["ai_data"], ["water"]], "description_en": None}
        audit.record(db.session(), None, AuditTag.PROFILE_EDITED, scene.startup, changed=edited)
        db.session.commit()
    staff = english(scene.people.paris_staff)
    page = staff.get("/audit").text
    for words in (
        "<td>Counterpart</td>",
        "Step: Declined",
        "Before: Waiting for an answer",
        "Reason: Too early or too late a stage",
        "Changed: Sectors (Artificial intelligence and data → Water); Description in English",
    ):
        assert words in page, words
    for code in (">awaiting_counterpart", "model_version", "ai_data", "introduction:transition</"):
        assert code not in page, code
    rows = list(csv.DictReader(io.StringIO(staff.get(f"/audit/record.csv?subject_id={row_id}").text)))
    declined = next(row for row in rows if '"declined"' in row["data"])
    assert declined["tag"] == "introduction:transition"
    assert declined["what"] == "Introduction: step taken"
    assert "Step: Declined" in declined["details"]


def test_needs_are_told_as_people_name_them_and_what_is_empty_is_left_out(
    app: Flask, scene: Scene, english: Open
) -> None:
    with app.app_context():
        founder = scene.user(scene.people.paris_founder)
        need = Entry(NeedCode.HIRING, text="Two engineers.")
        startup = scene.startup
        profiles.save(founder, startup, {"needs": (need,)}, startup.version)
    page = " ".join(english(scene.people.paris_staff).get("/audit").text.split())
    assert "(none → Hiring, Two engineers.)" in page
    assert "Waiting for staff" not in page.partition("<tbody>")[2]


def test_times_are_told_as_people_write_them(app: Flask, scene: Scene, english: Open) -> None:
    with app.app_context():
        staff, told = scene.user(scene.people.paris_staff), {"starts_at": "2026-11-23T16:30:00+00:00"}
        audit.record(db.session(), staff, AuditTag.MEETING_TRANSITION, scene.startup, **told)
        days = {"paused_until": [None, "2026-12-01"], "tagline": ["", "2026-02-31"]}
        audit.record(db.session(), staff, AuditTag.PROFILE_EDITED, scene.startup, changed=days)
        db.session.commit()
    page = english(scene.people.valley_staff).get("/audit").text
    assert "November 23, 2026" in page
    assert "December 1, 2026" in page
    assert "2026-02-31" in page
    assert "T16:30" not in page


def test_every_kind_of_event_has_words() -> None:
    assert set(TAGS) == set(AuditTag)


def test_long_records_have_pages(app: Flask, scene: Scene, english: Open) -> None:
    with app.app_context():
        person = scene.user(scene.people.paris_founder)
        for _ in range(45):
            audit.record(db.session(), person, AuditTag.PROFILE_EDITED, scene.startup)
        db.session.commit()
    staff = english(scene.people.paris_staff)
    assert "Page 1 of 3" in staff.get("/audit").text
    assert "Page 3 of 3" in staff.get("/audit?page=99").text


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit_events SET actor_id = NULL",
        "DELETE FROM audit_events",
        "TRUNCATE audit_events",
        "ALTER TABLE audit_events DISABLE TRIGGER audit_events_append_only",
        "DROP TRIGGER audit_events_append_only ON audit_events",
        "CREATE OR REPLACE FUNCTION refuse_change_of_audit_event() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN RETURN NEW; END'",
        "DROP TABLE audit_events CASCADE",
        "SET session_replication_role = replica",
    ],
)
def test_whoever_has_the_connection_of_the_service_can_only_add_to_the_record(
    context: Flask, scene: Scene, attack: str
) -> None:
    """With the rights that docs/deploy.md gives the service's own role."""
    person = factories.user()
    audit.record(db.session(), person, AuditTag.PROFILE_EDITED, person)
    db.session.commit()
    as_administrator = create_engine(db.engine.url.set(username=SUPERUSER), poolclass=NullPool)
    with as_administrator.connect() as connection:  # never committed, so the role never comes to be
        connection.execute(text("CREATE ROLE service_of_a_test"))
        for grant in RIGHTS_OF_THE_SERVICE:
            connection.execute(text(grant.format(role="service_of_a_test")))
        connection.execute(text("SET LOCAL ROLE service_of_a_test"))
        connection.execute(
            text(
                "INSERT INTO audit_events (at, tag, actor_role, subject_type, subject_id, data) "
                "VALUES (now(), 'profile:edited', 'member', 'organisations', 1, '{}')"
            )
        )
        with pytest.raises(DatabaseError, match=r"permission denied|must be owner|append-only"):
            connection.execute(text(attack))


def test_of_a_removed_organisation_the_record_keeps_which_fields_changed_and_not_their_words(
    context: Flask, scene: Scene
) -> None:
    staff = scene.user(scene.people.paris_staff)
    imported = factories.organisation(name="Leaving Soon")
    kept = factories.organisation(name="Staying Here")
    for row in (imported, kept):
        changed = {"tagline": ["Secret plans", "Other plans"]}
        audit.record(db.session(), staff, AuditTag.PROFILE_EDITED, row, changed=changed, proposed=[])
    db.session.commit()
    forget = text("SELECT forget_words_of_removed_organisation(id) FROM organisations")
    with pytest.raises(DatabaseError, match="append-only"), db.engine.begin() as connection:
        connection.execute(forget)
    removals.remove(staff, imported)
    told = {
        event.subject_id: event.data["changed"]
        for event in db.session.scalars(select(AuditEvent).where(AuditEvent.tag == AuditTag.PROFILE_EDITED))
    }
    assert told[imported.id] == {"tagline": None}
    assert told[kept.id] == {"tagline": ["Secret plans", "Other plans"]}
    assert actors() == {(AuditTag.PROFILE_EDITED, staff.id), (AuditTag.PROFILE_REMOVED, staff.id)}
    for attack in ("actor_id = NULL", "data = '{}'", "at = now(), data = data"):
        with pytest.raises(DatabaseError, match="append-only"), db.engine.begin() as connection:
            connection.execute(text(f"UPDATE audit_events SET {attack}"))


def actors() -> set[tuple[AuditTag, int | None]]:
    return {(event.tag, event.actor_id) for event in db.session.scalars(select(AuditEvent))}


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit_events SET actor_role = 'admin'",
        "DELETE FROM audit_events",
        "INSERT INTO audit_events SELECT * FROM audit_events ON CONFLICT (id) DO UPDATE SET data = '{}'",
        "WITH gone AS (DELETE FROM audit_events RETURNING id) SELECT count(*) FROM gone",
        "MERGE INTO audit_events USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE",
    ],
)
def test_even_the_owner_of_the_tables_changes_no_entry(context: Flask, attack: str) -> None:
    person = factories.user()
    audit.record(db.session(), person, AuditTag.PROFILE_EDITED, person)
    db.session.commit()
    with pytest.raises(DatabaseError, match="append-only"), db.engine.begin() as connection:
        connection.execute(text(attack))
