"""Who may do what: every endpoint declares it, and one that does not keeps the service from starting."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

Function = TypeVar("Function", bound=Callable[..., Any])


class Role(StrEnum):
    """The role of an account. Whoever belongs to an organisation is a member of it beside this."""

    MEMBER = "member"
    STAFF = "staff"
    ADMIN = "admin"


class Permission(StrEnum):
    """What an endpoint asks for, as `scope:resource:action`."""

    ACCOUNT = "own:account:manage"
    NOTIFICATION = "own:notification:manage"
    PROFILE_READ = "any:profile:read"
    PROFILE_EDIT = "own:profile:edit"
    PROFILE_REVIEW = "any:profile:review"
    PROFILE_IMPORT = "any:profile:import"
    MATCH_READ = "own:match:read"
    MATCH_MARK = "own:match:mark"
    MATCH_EXPORT = "any:match:export"
    MATCH_TUNE = "any:match:tune"
    MATCH_STEER = "any:match:steer"
    INTRODUCTION_READ = "own:introduction:read"
    INTRODUCTION_REQUEST = "own:introduction:request"
    INTRODUCTION_ANSWER = "own:introduction:answer"
    INTRODUCTION_DECIDE = "any:introduction:decide"
    ACCOUNT_INVITE = "any:account:invite"
    SETTING_EDIT = "any:setting:edit"
    MAIL_READ = "any:mail:read"
    AUDIT_READ = "any:audit:read"


_MEMBER = frozenset(
    {
        Permission.ACCOUNT,
        Permission.NOTIFICATION,
        Permission.PROFILE_READ,
        Permission.PROFILE_EDIT,
        Permission.MATCH_READ,
        Permission.MATCH_MARK,
        Permission.INTRODUCTION_READ,
        Permission.INTRODUCTION_REQUEST,
        Permission.INTRODUCTION_ANSWER,
    }
)
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.MEMBER: _MEMBER,
    Role.STAFF: _MEMBER
    | {
        Permission.PROFILE_REVIEW,
        Permission.PROFILE_IMPORT,
        Permission.INTRODUCTION_DECIDE,
        Permission.MATCH_EXPORT,
        Permission.MATCH_STEER,
        Permission.MATCH_TUNE,
        Permission.AUDIT_READ,
    },
    Role.ADMIN: frozenset(
        {
            Permission.ACCOUNT,
            Permission.NOTIFICATION,
            Permission.PROFILE_READ,
            Permission.PROFILE_IMPORT,
            Permission.MATCH_TUNE,
            Permission.ACCOUNT_INVITE,
            Permission.SETTING_EDIT,
            Permission.MAIL_READ,
            Permission.AUDIT_READ,
        }
    ),
}

_PUBLIC = "public"


def requires(permission: Permission) -> Callable[[Function], Function]:
    """Declare that the view is for signed-in people whose role grants `permission`."""

    def declare(view: Function) -> Function:
        view.access = permission  # type: ignore[attr-defined]  # read by `_access`
        return view

    return declare


def public(view: Function) -> Function:
    """Declare that the view is for everybody."""
    view.access = _PUBLIC  # type: ignore[attr-defined]  # read by `_access`
    return view


def declare(app: Flask, endpoints: dict[str, Permission | None]) -> None:
    """Declare the access of endpoints that a library owns; None stands for everybody."""
    for endpoint, permission in endpoints.items():
        if endpoint in app.view_functions:
            _declared(app)[endpoint] = permission or _PUBLIC


def may(user: Any, permission: Permission) -> bool:
    """Return whether the role of `user` grants `permission`; nothing is granted to the signed-out."""
    return bool(user.is_authenticated) and permission in GRANTS[user.role]


def init_app(app: Flask) -> None:
    """Check each request against what its endpoint declares, before anything else of it runs."""
    app.before_request(_authorise)
    app.jinja_env.globals.update(may=may, Permission=Permission)


def check_all_declared(app: Flask) -> None:
    """Raise RuntimeError that names each endpoint without declared access."""
    missing = sorted(name for name in app.view_functions if _access(app, name) is None)
    if missing:
        raise RuntimeError(f"endpoints without declared access: {', '.join(missing)}")


def _declared(app: Flask) -> dict[str, str]:
    declared: dict[str, str] = app.extensions.setdefault("declared_access", {"static": _PUBLIC})
    return declared


def _access(app: Flask, endpoint: str) -> str | None:
    return _declared(app).get(endpoint) or getattr(app.view_functions[endpoint], "access", None)


def _authorise() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # no such page: 404 follows
    access = _access(current_app, request.endpoint)
    if access == _PUBLIC:
        return None
    if not current_user.is_authenticated:
        manager: Any = current_app.login_manager  # type: ignore[attr-defined]  # flask-login puts it there
        return cast("ResponseReturnValue", manager.unauthorized())
    if not may(current_user, Permission(str(access))):
        abort(403)
    return None
