"""The learnt versions of the weights: which one serves, and who lets it. Of two at once one wins."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select, update
from sqlalchemy.exc import IntegrityError

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Conflict, Forbidden
from matchmaker.core.permissions import Permission, may
from matchmaker.extensions import db
from matchmaker.matching.engine import WEIGHTS
from matchmaker.matching.models import LearntModel, ModelState

CHANGED = _l("Somebody changed the weights in the meantime. Nothing was changed by you: look at them again.")


def serving() -> LearntModel | None:
    """Return the learnt version that serves, None where the documented weights do."""
    return db.session.scalar(_of_today().where(LearntModel.state == ModelState.PUBLISHED))


def candidate() -> LearntModel | None:
    """Return the version that waits to be published."""
    return db.session.scalar(_of_today().where(LearntModel.state == ModelState.CANDIDATE))


def earlier(limit: int = 20) -> list[LearntModel]:
    """Return versions that serve no more or never did, the newest first."""
    retired = select(LearntModel).where(LearntModel.state == ModelState.RETIRED)
    return list(db.session.scalars(retired.order_by(LearntModel.id.desc()).limit(limit)))


def publish(actor: User, version: str, instead_of: str) -> LearntModel:
    """Let `version` serve in the place of `instead_of`, the version that `actor` saw serving.

    Raise Forbidden for who may not, Conflict where another version serves by now or `version` cannot.
    """
    _check(actor)
    row = put_in_place(actor, version, instead_of)
    db.session.commit()
    return row


def put_in_place(actor: User | None, version: str, instead_of: str) -> LearntModel:
    """Publish as `publish` does, for the worker too (None), in the caller's transaction."""
    now = clock.now()
    _retire(instead_of, now)
    row = _published(actor, version, instead_of, now)
    audit.record(db.session, actor, AuditTag.MODEL_PUBLISHED, row, version=version, instead_of=instead_of)
    return row


def roll_back(actor: User, version: str) -> None:
    """Take `version` out of service; what served before it serves again.

    Raise Forbidden for who may not, Conflict where `version` does not serve any more.
    """
    _check(actor)
    now = clock.now()
    row = _retire(version, now, actor)
    if row is None:
        raise Conflict(CHANGED)
    before = row.replaces and db.session.scalar(
        _of_today().where(LearntModel.version == row.replaces, LearntModel.state == ModelState.RETIRED)
    )
    if before:
        _published(actor, before.version, before.replaces, now)
    now_serves = before.version if before else WEIGHTS.version
    audit.record(db.session, actor, AuditTag.MODEL_ROLLED_BACK, row, version=version, serves=now_serves)
    db.session.commit()


def retire_outdated() -> None:
    """Retire what departs from other documented weights than those of today, in the caller's transaction."""
    statement = (
        update(LearntModel)
        .where(LearntModel.base != WEIGHTS.version, LearntModel.state != ModelState.RETIRED)
        .values(state=ModelState.RETIRED, retired_at=clock.now())
        .returning(LearntModel)
    )
    for row in db.session.scalars(statement).all():
        audit.record(
            db.session, None, AuditTag.MODEL_ROLLED_BACK, row, version=row.version, serves=WEIGHTS.version
        )


def people_trust_it() -> bool:
    """Return whether the worker may publish by itself: not where a person took the last version back."""
    taken_back = db.session.scalar(
        select(func.max(LearntModel.retired_at)).where(LearntModel.retired_by_id.is_not(None))
    )
    chosen = db.session.scalar(
        select(func.max(LearntModel.published_at)).where(LearntModel.published_by_id.is_not(None))
    )
    return taken_back is None or (chosen is not None and chosen > taken_back)


def _of_today() -> Select[LearntModel]:
    return select(LearntModel).where(LearntModel.base == WEIGHTS.version)


def _check(actor: User) -> None:
    if not may(actor, Permission.MATCH_TUNE):
        raise Forbidden


def _retire(version: str, now: datetime, actor: User | None = None) -> LearntModel | None:
    """Take `version` out of service; None where it stands for the documented weights and these do serve."""
    if version == WEIGHTS.version:
        if serving() is not None:
            raise Conflict(CHANGED)
        return None
    row: LearntModel | None = db.session.scalar(
        update(LearntModel)
        .where(
            LearntModel.version == version,
            LearntModel.base == WEIGHTS.version,
            LearntModel.state == ModelState.PUBLISHED,
        )
        .values(state=ModelState.RETIRED, retired_at=now, retired_by_id=actor.id if actor else None)
        .returning(LearntModel)
    )
    if row is None:
        raise Conflict(CHANGED)
    return row


def _published(actor: User | None, version: str, replaces: str | None, now: datetime) -> LearntModel:
    statement = (
        update(LearntModel)
        .where(
            LearntModel.version == version,
            LearntModel.base == WEIGHTS.version,
            LearntModel.state != ModelState.PUBLISHED,
        )
        .values(
            state=ModelState.PUBLISHED,
            replaces=replaces,
            published_by_id=actor.id if actor else None,
            published_at=now,
            retired_by_id=None,
            retired_at=None,
        )
        .returning(LearntModel)
    )
    try:
        with db.session.begin_nested():  # two versions at the same moment: the index lets one of them serve
            row: LearntModel | None = db.session.scalar(statement)
    except IntegrityError:
        row = None
    if row is None:
        raise Conflict(CHANGED)
    return row
