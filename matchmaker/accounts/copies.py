"""A copy of what is kept of a person: asked for on a page, built by the worker, taken until it expires.

It holds what the person gave and did. Other people and organisations stand in it as numbers, at most.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update

from matchmaker.accounts.models import DataCopy, User
from matchmaker.core import audit, clock, jobs, mail
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import NotFound
from matchmaker.extensions import Model, db

KEPT_FOR = timedelta(days=7)
Files = Mapping[str, Any]
Give = Callable[[User], Files]

_GIVES: list[Give] = []


def gives(files: Give) -> Give:
    """Register what a feature holds of a person, by the name of the file it goes into; usable as a decorator.

    A text is written as it is, anything else as JSON. Never another person, nor what tells who one is.
    """
    _GIVES.append(files)
    return files


def fields(row: Model, *names: str) -> dict[str, Any]:
    """Return the named columns of a row."""
    return {name: getattr(row, name) for name in names}


def listed(rows: Iterable[Model], *names: str) -> list[dict[str, Any]]:
    """Return the named columns of each row."""
    return [fields(row, *names) for row in rows]


def of(user: User) -> DataCopy | None:
    """Return the copy that `user` asked for last, whatever became of it."""
    return db.session.scalar(select(DataCopy).where(DataCopy.user_id == user.id))


def ask(actor: User) -> None:
    """Have the worker build a copy for `actor`, in the place of an earlier one; one under way goes on."""
    db.session.execute(select(User.id).where(User.id == actor.id).with_for_update())
    earlier = of(actor)
    if earlier is not None and earlier.is_under_way:
        db.session.rollback()
        return
    if earlier is not None:
        db.session.delete(earlier)
        db.session.flush()
    copy = DataCopy(user_id=actor.id)
    db.session.add(copy)
    audit.record(db.session(), actor, AuditTag.ACCOUNT_COPY_ASKED, actor)
    jobs.defer(db.session(), build, copy_id=copy.id)
    db.session.commit()


def take(actor: User) -> bytes:
    """Return the file of `actor`, and note that it was taken; NotFound where there is none any more."""
    copy = of(actor)
    if copy is None or not copy.is_usable or copy.content is None:
        raise NotFound(_l("There is no copy to download, or its time is over. Please ask for a new one."))
    content = copy.content
    audit.record(db.session(), actor, AuditTag.ACCOUNT_COPY_TAKEN, actor)
    db.session.commit()
    return content


@jobs.job("accounts.build_copy")
def build(copy_id: int) -> None:
    """Build a copy and tell its person by mail; nothing where it was built, or its person is gone."""
    statement = (
        select(User)
        .join(DataCopy, DataCopy.user_id == User.id)
        .where(DataCopy.id == copy_id, *_UNDER_WAY, User.active)
    )
    user = db.session.scalar(statement)
    if user is None:
        return
    try:
        _finish(copy_id, user, packed(_files(user)))
    except Exception:  # whatever it is: else its page would say for ever that it is under way
        db.session.rollback()
        _set(copy_id, failed_at=clock.now())
        db.session.commit()
        raise


_UNDER_WAY = (DataCopy.ready_at.is_(None), DataCopy.failed_at.is_(None))


def _files(user: User) -> dict[str, Any]:
    return {name: content for give in _GIVES for name, content in give(user).items()}


def packed(files: Files) -> bytes:
    """Return a ZIP file of texts as they are, and of anything else as JSON."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            text = content if isinstance(content, str) else _json(content)
            archive.writestr(name, text.encode())
    return output.getvalue()


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, default=_plain) + "\n"


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _finish(copy_id: int, user: User, content: bytes) -> None:
    now = clock.now()
    if _set(copy_id, content=content, ready_at=now, expires_at=now + KEPT_FOR):
        mail.enqueue(
            recipient=user.email,
            locale=user.locale,
            user_id=user.id,
            template="accounts/copy_ready",
            days=KEPT_FOR.days,
        )
    db.session.commit()


def _set(copy_id: int, **values: Any) -> bool:
    """Set what became of a copy; False where another worker was faster, or its person has left."""
    statement = (
        update(DataCopy)
        .where(DataCopy.id == copy_id, *_UNDER_WAY)
        .values(**values)
        .returning(DataCopy.id)
        .execution_options(synchronize_session=False)
    )
    return db.session.scalar(statement) is not None


@jobs.queue.periodic(cron="27 3 * * *")
@jobs.job("accounts.delete_expired_copies", queueing_lock="delete_expired_copies")
def delete_expired(timestamp: int) -> None:
    """Delete the copies whose time is over."""
    db.session.execute(delete(DataCopy).where(DataCopy.expires_at <= clock.now()))
    db.session.commit()
