"""The nightly round over old profiles: who keeps one is reminded once, and later the profile is hidden.

Rows are taken by updates whose conditions no longer hold afterwards, and pass over what another worker has
locked: a second worker, or a second run, finds nothing left to do.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Update, select, update

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock, jobs
from matchmaker.core.audit import AuditTag
from matchmaker.extensions import db
from matchmaker.notifications import mail_links
from matchmaker.notifications import service as notifications
from matchmaker.notifications.models import LinkPurpose
from matchmaker.profiles import members, notices, staleness
from matchmaker.profiles.models import Organisation
from matchmaker.taxonomy import NoticeType


@jobs.queue.periodic(cron="23 4 * * *")
@jobs.job("profiles.ask_again", queueing_lock="profiles_ask_again")
def ask_again(timestamp: int) -> None:
    """Make the round of the night."""
    run()


def run() -> None:
    """Hide what nobody confirmed in time, and remind the owners of what has become old."""
    today, patience = clock.today(), staleness.patience()
    _hide(staleness.to_hide(today, patience))
    _remind(staleness.to_remind(today, patience), patience.hides_on(today))


def _hide(due: ColumnElement[bool]) -> None:
    now = clock.now()
    # The version and the moment of the change tell every process that serves the index.
    values = {"hidden_at": now, "changed_at": now, "version": Organisation.version + 1}
    for organisation in _taken(due, values):
        audit.record(db.session(), None, AuditTag.PROFILE_HIDDEN, organisation)
    db.session.commit()


def _remind(due: ColumnElement[bool], hides_on: date) -> None:
    """Remind the owners in one transaction: one mail to each, whatever the number of their profiles."""
    # Neither version nor change: whoever edits at this hour is not disturbed.
    values = {"stale_reminded_at": clock.now(), "changed_at": Organisation.changed_at}
    reminded = _taken(due, values)
    for organisation in reminded:
        audit.record(db.session(), None, AuditTag.PROFILE_REMINDED, organisation)
    for keeper, own in _by_keeper(reminded):
        _tell(keeper, own, hides_on)
    db.session.commit()


def _taken(due: ColumnElement[bool], values: Mapping[str, Any]) -> Sequence[Organisation]:
    """Write the values where `due` holds and no other worker is at it, and return these rows by id."""
    free = select(Organisation.id).where(due).with_for_update(key_share=True, skip_locked=True)
    claim: Update = update(Organisation).where(Organisation.id.in_(free), due).values(**values)
    rows = db.session.scalars(
        claim.returning(Organisation).execution_options(synchronize_session=False, populate_existing=True)
    )
    return sorted(rows, key=lambda row: row.id)


def _by_keeper(organisations: Sequence[Organisation]) -> Iterable[tuple[User, list[Organisation]]]:
    """Return each of those who keep the profiles with theirs: owners, or editors where no owner is active."""
    keepers = members.keepers(row.id for row in organisations)
    found: defaultdict[User, list[Organisation]] = defaultdict(list)
    for row in organisations:
        for keeper in keepers.get(row.id, ()):
            found[keeper].append(row)
    return sorted(found.items(), key=lambda pair: pair[0].id)


@dataclass(frozen=True)
class _Line:
    """One profile in the mail."""

    id: int
    name: str
    last_word: date | None
    token: str


def _tell(owner: User, own: Sequence[Organisation], hides_on: date) -> None:
    type, template = NoticeType.PROFILE_STALE, notices.STALE
    wanted = [row for row in own if notifications.note(owner, type, template, row)]
    if wanted:
        lines = [_line(owner, row) for row in wanted]
        notifications.write(owner, template, [type], organisations=lines, hides_on=hides_on)


def _line(owner: User, organisation: Organisation) -> _Line:
    token = mail_links.issue(owner, LinkPurpose.PROFILE, organisation.id)
    return _Line(organisation.id, organisation.name, staleness.last_word(organisation), token)
