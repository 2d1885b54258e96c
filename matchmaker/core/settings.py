"""What an admin may switch while the service runs."""

from typing import Any

from flask import g, has_request_context
from sqlalchemy import String, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.extensions import AnySession, Model

DEFAULTS: dict[str, Any] = {
    "show_unclaimed_to_members": False,
    "exchange_rates": [],
    "open_requests_per_organisation": 10,
    "learnt_weights_wait_for_staff": False,
    # Local hours from and to which meetings are proposed, in each city, and where both sides are in one.
    "meeting_hours": {"paris": [17, 19], "silicon_valley": [8, 10], "one_city": [9, 18]},
    # Members are asked whether an old profile is still right; so many days later it is hidden.
    "profile_confirmed_for_months": 6,
    "profile_hidden_after_days": 14,
    "introduction_delays": {},  # lengths by the names in introductions/timers.py, where they differ
    "imprint": {},  # who runs the service, by the names of core/imprint.py
}

_HELD = "_settings"


class Setting(Model):
    """One setting that differs from its default."""

    __tablename__ = "settings"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    value: Mapped[Any] = mapped_column(JSONB)


def get(session: AnySession, name: str) -> Any:
    """Return the value of the setting `name`; KeyError for a name that is not declared.

    A request reads all of them at once, when it first asks for one, and then goes by that.
    """
    default = DEFAULTS[name]
    if not has_request_context():
        row = session.scalar(select(Setting).where(Setting.name == name))
        return default if row is None else row.value
    held: dict[str, Any] | None = g.get(_HELD)
    if held is None:
        found = session.execute(select(Setting.name, Setting.value))
        held = {row.name: row.value for row in found}
        setattr(g, _HELD, held)
    return held.get(name, default)


def put(session: AnySession, name: str, value: Any) -> Setting:
    """Store `value` under the declared `name`, in the caller's transaction."""
    if name not in DEFAULTS:
        raise KeyError(name)
    if has_request_context():
        g.pop(_HELD, None)
    statement = insert(Setting).values(name=name, value=value)
    stored = statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}).returning(
        Setting
    )
    row = session.scalar(stored, execution_options={"populate_existing": True})
    assert row is not None
    return row
