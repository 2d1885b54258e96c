"""What an admin changes."""

from typing import Any

from matchmaker.accounts.models import User
from matchmaker.core import audit, settings
from matchmaker.core.errors import Forbidden
from matchmaker.core.imprint import SETTING
from matchmaker.core.permissions import Permission, may
from matchmaker.extensions import db


def change_settings(actor: User, values: dict[str, Any]) -> list[str]:
    """Store `values` by setting name and return the names of those that changed, each of them audited.

    Raise Forbidden for an actor who may not, KeyError for a setting that is not declared.
    """
    if not may(actor, Permission.SETTING_EDIT):
        raise Forbidden
    session = db.session()
    before = {name: settings.get(session, name) for name in values}
    changed = [name for name, value in values.items() if before[name] != value]
    for name in changed:
        row = settings.put(session, name, values[name])
        audit.record(
            session,
            actor,
            audit.AuditTag.SETTING_CHANGED,
            row,
            setting=name,
            before=_recorded(name, before[name]),
            after=_recorded(name, values[name]),
        )
    session.commit()
    return changed


def _recorded(name: str, value: Any) -> Any:
    """Return what the record keeps: of who runs the service what is stated, not words that name people."""
    return sorted(value) if name == SETTING else value
