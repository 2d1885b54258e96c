"""Each error is a page in the reader's language, and none tells how the service is made."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask, render_template_string
from flask_babel import lazy_gettext
from sqlalchemy.exc import OperationalError

from matchmaker import create_app
from matchmaker.core import errors
from matchmaker.core.permissions import Permission, public, requires
from matchmaker.extensions import db
from tests.browser import Browser
from tests.personas import Personas

Open = Callable[..., Browser]


@pytest.fixture(scope="module")
def faulty(application: Flask) -> Iterator[Flask]:
    """The application with pages that fail in every way."""
    app = create_app(
        {
            "DATABASE_URL": application.config["SQLALCHEMY_DATABASE_URI"],
            "SECRET_KEY": "x",
            "SECURITY_PASSWORD_SALT": "x",
            "SNAPSHOT_DIR": application.config["SNAPSHOT_DIR"],
            "PROPAGATE_EXCEPTIONS": False,
        }
    )

    @public
    def fail(kind: str) -> str:
        raise {
            "conflict": errors.Conflict(),
            "invalid": errors.Invalid("<b>wrong</b>"),
            "hidden": errors.NotFound(),
            "forbidden": errors.Forbidden(),
            "database": OperationalError("SELECT secret", {}, Exception("password of the database")),
            "bug": ZeroDivisionError("a secret of the code"),
        }[kind]

    app.add_url_rule("/fail/<kind>", view_func=fail)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("conflict", 409),
        ("invalid", 422),
        ("hidden", 404),
        ("forbidden", 403),
        ("database", 503),
        ("bug", 500),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_fault_is_a_page_with_its_status(
    faulty: Flask, app: Flask, kind: str, status: int, language: str
) -> None:
    answer = faulty.test_client().get(f"/fail/{kind}", headers={"Accept-Language": language})
    assert answer.status_code == status
    assert f'<html lang="{language}">' in answer.text
    for secret in ("Traceback", "secret", "password of", "ZeroDivision", "<b>wrong"):
        assert secret not in answer.text


def test_an_unknown_page_is_a_404_page(browser: Open) -> None:
    answer = browser(language="fr").get("/nowhere")
    assert answer.status_code == 404
    assert '<html lang="fr">' in answer.text


def test_a_form_without_its_token_changes_nothing_and_says_what_to_do(app: Flask) -> None:
    answer = app.test_client().post("/language", data={"locale": "fr"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    assert "reload" in answer.text


def test_a_body_past_the_limit_is_refused(app: Flask) -> None:
    answer = app.test_client().post("/language", data={"locale": "x" * (21 * 1024 * 1024)})
    assert answer.status_code == 413


def test_a_member_may_not_open_a_page_of_admins(browser: Open, personas: Personas) -> None:
    assert browser(personas.outsider).get("/admin/settings").status_code == 403


def test_an_endpoint_without_declared_access_keeps_the_service_from_starting(
    monkeypatch: pytest.MonkeyPatch, application: Flask
) -> None:
    from matchmaker import home

    original = home.init_app

    def with_forgotten(app: Flask) -> None:
        original(app)
        app.add_url_rule("/forgotten", "forgotten", lambda: "open to all")

    monkeypatch.setattr(home, "init_app", with_forgotten)
    with pytest.raises(RuntimeError, match="forgotten"):
        create_app({"DATABASE_URL": application.config["SQLALCHEMY_DATABASE_URI"]})


def test_a_view_that_declares_a_permission_asks_the_signed_out_to_sign_in(app: Flask) -> None:
    @requires(Permission.MAIL_READ)
    def view() -> str:
        return ""

    assert view.access is Permission.MAIL_READ  # type: ignore[attr-defined]
    answer = app.test_client().get("/admin/settings")
    assert answer.status_code == 302
    assert "/account/login" in answer.headers["Location"]


def test_a_lazy_message_is_escaped_like_any_other_text(app: Flask) -> None:
    hostile = lazy_gettext("Hello %(name)s", name="<script>alert(1)</script>")
    with app.test_request_context():
        shown = render_template_string("{{ one }}{{ [one] | join(' ') }}", one=hostile)
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
