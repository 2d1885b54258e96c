import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import select

from matchmaker.extensions import db
from matchmaker.profiles.models import ImportFile, Organisation, ProfileStatus
from tests.browser import Browser
from tests.personas import Personas

FILES = Path(__file__).parents[2] / "data" / "imports"
Open = Callable[..., Browser]


def upload(staff: Browser, content: bytes, filename: str = "file.csv", **given: str) -> Any:
    fields = {"kind": "startup", "hub": "paris", "mapping": ""} | given
    return staff.submit("/imports", fields | {"file": (io.BytesIO(content), filename)}, action="/imports")


def organisations(app: Flask) -> list[Organisation]:
    with app.app_context():
        found = list(db.session.scalars(select(Organisation).order_by(Organisation.name)))
        db.session.expunge_all()
        return found


def test_staff_upload_preview_confirm_and_read_what_came_of_it(
    app: Flask, browser: Open, personas: Personas, run_jobs: Callable[[], None]
) -> None:
    staff = browser(personas.valley_staff)
    content = (FILES / "ilab_laureats.csv").read_bytes()
    page = upload(staff, content, mapping="ilab_laureats")
    assert page.status_code == 200
    assert "Bruits Fictifs" in page.text
    assert "neither a name nor a registration number" in page.text
    assert organisations(app) == []

    page = staff.submit("/imports/1", action="/imports/1/confirm")
    assert "under way" in page.text
    assert organisations(app) == []
    run_jobs()
    page = staff.get("/imports/1")
    assert "New organisations" in page.text
    assert "neither a name nor a registration number" in page.text
    assert {row.status for row in organisations(app)} == {ProfileStatus.SUBMITTED}
    rejects = staff.get("/imports/1/rejects.csv")
    assert rejects.headers["Content-Disposition"].startswith("attachment")
    assert "Un projet sans entreprise" in rejects.text
    with app.app_context():
        record = db.session.get(ImportFile, 1)
        assert record is not None
        assert record.content is None


def test_reasons_are_in_the_language_of_whoever_uploaded(
    browser: Open, personas: Personas, run_jobs: Callable[[], None]
) -> None:
    staff = browser(personas.paris_staff, language="fr")
    page = upload(staff, b"name,stage\nA,late\n")
    assert page.status_code == 200
    assert 'lang="fr"' in page.text
    staff.post("/imports/1/confirm")
    run_jobs()
    assert staff.get("/imports/1").status_code == 200


def test_columns_can_be_assigned_by_hand(
    app: Flask, browser: Open, personas: Personas, run_jobs: Callable[[], None]
) -> None:
    staff = browser(personas.valley_staff)
    content = "Société;Ce que nous faisons;Etape\nAtelier Fictif;Un atelier;seed\n".encode()
    upload(staff, content)
    chosen = {
        "column-name": "Société",
        "column-description_fr": "Ce que nous faisons",
        "column-stage": "Etape",
    }
    page = staff.submit("/imports/1", chosen, action="/imports/1/columns")
    assert page.status_code == 200
    assert "Atelier Fictif" in page.text
    staff.submit("/imports/1", action="/imports/1/confirm")
    run_jobs()
    assert [(row.name, row.description_fr) for row in organisations(app)] == [
        ("Atelier Fictif", "Un atelier")
    ]


def test_a_column_that_the_file_does_not_have_is_refused(browser: Open, personas: Personas) -> None:
    staff = browser(personas.valley_staff)
    upload(staff, b"name\nA\n")
    page = staff.post("/imports/1/columns", {"column-name": "somewhere else"})
    assert page.status_code == 422


def test_a_workbook_can_be_uploaded(
    app: Flask, browser: Open, personas: Personas, run_jobs: Callable[[], None]
) -> None:
    book = Workbook()
    book.active.append(["name", "headcount"])
    book.active.append(["Atelier Fictif", 12])
    output = io.BytesIO()
    book.save(output)
    staff = browser(personas.valley_staff)
    assert "Atelier Fictif" in upload(staff, output.getvalue(), "book.xlsx").text
    staff.post("/imports/1/confirm")
    run_jobs()
    assert [row.name for row in organisations(app)] == ["Atelier Fictif"]


@pytest.mark.parametrize(
    "content", [b"\x81\xff", b"PK\x03\x04 no zip", b"\x1f\x8b no gzip", b"a,a\n1,2\n", b"x"]
)
def test_a_file_that_cannot_be_read_is_answered_in_words(
    browser: Open, personas: Personas, content: bytes
) -> None:
    staff = browser(personas.valley_staff)
    page = upload(staff, content)
    assert page.status_code == 200
    assert (
        'role="alert"' in page.text
        or "None of these rows would be imported" in page.text
        or "would be refused" in page.text
    )


def test_an_upload_without_a_file_keeps_what_was_chosen(browser: Open, personas: Personas) -> None:
    staff = browser(personas.valley_staff)
    page = staff.submit("/imports", {"kind": "investor", "hub": "paris", "mapping": "vcs"}, action="/imports")
    assert page.status_code == 422
    assert "Choose a file." in page.text
    assert '<option selected value="vcs"' in page.text


def test_too_large_a_file_gets_a_page_of_its_own(
    app: Flask, browser: Open, personas: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = browser(personas.valley_staff)
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 5000)
    page = upload(staff, b"x" * 5000)
    assert page.status_code == 413
    assert "too large" in page.text


def test_an_import_is_confirmed_once(
    app: Flask, browser: Open, personas: Personas, run_jobs: Callable[[], None]
) -> None:
    staff = browser(personas.valley_staff)
    upload(staff, b"name\nA\n")
    assert staff.post("/imports/1/confirm").status_code == 200
    assert staff.post("/imports/1/confirm").status_code == 409
    assert staff.post("/imports/1/discard").status_code == 409
    assert staff.post("/imports/1/columns", {"column-name": "name"}).status_code in (404, 409)
    run_jobs()
    assert len(organisations(app)) == 1


def test_an_upload_can_be_thrown_away(app: Flask, browser: Open, personas: Personas) -> None:
    staff = browser(personas.valley_staff)
    upload(staff, b"name\nA\n")
    assert staff.submit("/imports/1", action="/imports/1/discard").status_code == 200
    assert staff.get("/imports/1").status_code == 404


def test_only_staff_and_admins_import(browser: Open, personas: Personas) -> None:
    upload(browser(personas.valley_staff), b"name\nA\n")
    member = browser(personas.paris_founder)
    for url in ("/imports", "/imports/1", "/imports/1/rejects.csv"):
        assert member.get(url).status_code == 403
    for url in ("/imports", "/imports/1/confirm", "/imports/1/columns", "/imports/1/discard"):
        assert member.post(url).status_code == 403
    assert browser(personas.admin).get("/imports").status_code == 200
    assert browser().get("/imports/1", follow_redirects=False).status_code == 302


def test_what_a_file_holds_is_shown_as_text_never_as_markup(browser: Open, personas: Personas) -> None:
    staff = browser(personas.valley_staff)
    content = b'name,stage\n<script>alert(1)</script>,seed\n<img src=x>,"<b>late</b>"\n'
    page = upload(staff, content, "<b>.csv")
    assert "<script>alert" not in page.text
    assert "<img src=x>" not in page.text
    assert "<b>" not in page.text


def test_a_file_name_with_a_path_is_kept_without_it(app: Flask, browser: Open, personas: Personas) -> None:
    upload(browser(personas.valley_staff), b"name\nA\n", "../../etc/passwd")
    with app.app_context():
        assert db.session.scalars(select(ImportFile.filename)).one() == "passwd"
