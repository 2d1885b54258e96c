"""The end of a service: commit, or say in words what another writer did first."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from matchmaker.core.errors import Conflict, Invalid
from matchmaker.extensions import db

WORDS: dict[str, Any] = {
    "uq_organisations_registry_id_kind": _l(
        "Another published organisation of this kind has the same registration number."
    ),
    "uq_memberships_organisation_id_user_id": _l("This person already belongs to the organisation."),
}


class InvalidFields(Invalid):
    """Values that cannot be saved; `faults` has the messages by field name."""

    def __init__(self, faults: dict[str, list[Any]]) -> None:
        super().__init__()
        self.faults = faults

    def __str__(self) -> str:
        return "; ".join(f"{name}: {' '.join(map(str, words))}" for name, words in self.faults.items())


@contextmanager
def committed() -> Iterator[None]:
    """Commit what the block wrote, or nothing of it: any error rolls back, and a lost race is a Conflict."""
    try:
        yield
        db.session.commit()
    except StaleDataError as lost:
        db.session.rollback()
        raise Conflict from lost
    except IntegrityError as refused:
        db.session.rollback()
        name = getattr(getattr(refused.orig, "diag", None), "constraint_name", None)
        if name in WORDS or (name or "").startswith("uq_"):
            raise Conflict(WORDS.get(name or "")) from refused
        raise
    except Exception:  # whatever it is, the next step must not find half of this one in the session
        db.session.rollback()
        raise
