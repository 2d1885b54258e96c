"""`flask user ...` as an operator types it."""

import pytest
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.core.permissions import Role
from matchmaker.extensions import db
from matchmaker.taxonomy import Hub


def _run(app: Flask, *words: str, **environment: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["user", *words], env={"PASSWORD": "", **environment})
    return result.exit_code, result.output


def _user(app: Flask, email: str) -> User | None:
    with app.app_context():
        user: User | None = db.session.scalar(db.select(User).where(User.email == email))
        db.session.expunge_all()
        return user


def test_staff_are_created_with_the_password_of_the_environment(app: Flask) -> None:
    words = ("create", "Gwen@offices.example.org", "--role", "staff", "--hub", "paris", "--name", "Gwen")
    code, output = _run(app, *words, PASSWORD="seven green kettles hum")
    assert code == 0, output
    assert "kettles" not in output
    user = _user(app, "gwen@offices.example.org")
    assert user is not None
    assert (user.role, user.staff_hub, user.name) == (Role.STAFF, Hub.PARIS, "Gwen")
    with app.app_context():
        assert user.verify_and_update_password("seven green kettles hum")


def test_without_a_terminal_a_password_is_made_and_printed(app: Flask) -> None:
    code, output = _run(app, "create", "root@offices.example.org", "--role", "admin")
    assert code == 0, output
    password = output.split("Password: ")[1].strip()
    user = _user(app, "root@offices.example.org")
    assert user is not None
    with app.app_context():
        assert user.verify_and_update_password(password)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("create", "no address"), "not an e-mail address"),
        (("create", "x@offices.example.org", "--role", "staff"), "belong to a hub"),
        (("create", "x@offices.example.org", "--role", "king"), "Invalid value"),
        (("deactivate", "nobody@offices.example.org"), "no account"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(app: Flask, words: tuple[str, ...], says: str) -> None:
    code, output = _run(app, *words, PASSWORD="seven green kettles hum")
    assert code != 0
    assert says in output
    assert "Traceback" not in output


def test_a_short_password_is_refused(app: Flask) -> None:
    code, output = _run(app, "create", "x@offices.example.org", PASSWORD="short")
    assert code != 0
    assert "12 to 128" in output
    assert _user(app, "x@offices.example.org") is None


def test_an_account_is_switched_off_and_on(app: Flask) -> None:
    _run(app, "create", "x@offices.example.org", PASSWORD="seven green kettles hum")
    for word, active in (("deactivate", False), ("reactivate", True)):
        code, output = _run(app, word, "X@offices.example.org")
        assert code == 0, output
        user = _user(app, "x@offices.example.org")
        assert user is not None
        assert user.active is active
