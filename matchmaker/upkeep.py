"""What an admin looks after: whether the parts of the service are at work, and what only an admin can do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from matchmaker.accounts import service as accounts
from matchmaker.accounts.models import User
from matchmaker.core import clock, imprint, jobs, settings
from matchmaker.core.mail import MailState, OutgoingMail
from matchmaker.core.presentation import label
from matchmaker.extensions import db
from matchmaker.matching import moments, served, snapshots
from matchmaker.matching.served import NotReady
from matchmaker.matching.storage import Unreachable, storage
from matchmaker.profiles.models import ImportFile, ImportState
from matchmaker.taxonomy import Hub

FAILED_WITHIN = timedelta(days=7)  # what went wrong before that was seen, or does not matter any more


@dataclass(frozen=True)
class Standing:
    """How the parts of the service stand now.

    `mails_later` wait for the hour at which their readers want them, or for another attempt. `profiles` is
    how many recommendations and search know, None before the first index; `built_at` is up to when the index
    that serves was built: later changes are added to it as they come.
    """

    works: bool
    mails_due: int
    mails_later: int
    profiles: int | None
    built_at: datetime | None


@dataclass(frozen=True)
class Duty:
    """Something that an admin should do, and the page for it where there is one."""

    words: str
    url: str | None = None


def standing() -> Standing:
    """Return how the service stands."""
    profiles, built_at = _index()
    queued, later = _mails(MailState.QUEUED), _mails(MailState.QUEUED, after=clock.now())
    return Standing(jobs.is_worker_alive(db.session()), queued - later, later, profiles, built_at)


def _index() -> tuple[int | None, datetime | None]:
    try:
        known, newest = len(served.view().rows), snapshots.current(storage())
    except (NotReady, Unreachable):
        return None, None
    return known, newest.as_of if newest else None


def _mails(state: MailState, *, since: datetime | None = None, after: datetime | None = None) -> int:
    """Return how many mails are in `state`: written `since` a moment, due `after` one."""
    counted = select(func.count()).where(OutgoingMail.state == state)
    if since is not None:
        counted = counted.where(OutgoingMail.created_at > since)
    if after is not None:
        counted = counted.where(OutgoingMail.next_attempt_at > after)
    return db.session.scalar(counted) or 0


def duties(admin: User) -> Iterator[Duty]:
    """Yield what waits for `admin`, what is wrong first."""
    yield from _faults()
    if not imprint.read().operator:
        yield Duty(_("Say who runs the service: everybody may read it"), url_for("admin.imprint"))
    yield from _of_staff()
    if not settings.get(db.session(), moments.RATES):
        yield Duty(
            _("Enter the exchange rate of today: so far amounts are compared by the default"),
            url_for("admin.rates"),
        )
    if admin.tf_primary_method is None:
        words = _("Protect your account, which can change everything, by a second factor")
        yield Duty(words, url_for("security.two_factor_setup"))


def _faults() -> Iterator[Duty]:
    if not jobs.is_worker_alive(db.session()):
        yield Duty(_("The worker shows no sign of life: no e-mail goes out and nothing is imported or built"))
    if count := _mails(MailState.FAILED, since=clock.now() - FAILED_WITHIN):
        words = ngettext(
            "%(num)d e-mail of the last seven days could not be sent",
            "%(num)d e-mails of the last seven days could not be sent",
            count,
        )
        yield Duty(words, url_for("admin.mails") if "admin.mails" in current_app.view_functions else None)
    if count := jobs.failed_since(db.session(), clock.now() - FAILED_WITHIN):
        yield Duty(
            ngettext(
                "%(num)d job of the last seven days failed: the worker’s log says why",
                "%(num)d jobs of the last seven days failed: the worker’s log says why",
                count,
            )
        )


def _of_staff() -> Iterator[Duty]:
    people = accounts.staff_and_admins()
    staffed = {person.staff_hub for person in people if person.is_staff and person.active}
    for hub in Hub:
        if hub not in staffed:
            words = _(
                "Invite programme staff (%(hub)s): nobody decides on requests there yet", hub=label(hub)
            )
            yield Duty(words, url_for("accounts.invite"))
    late = [row for row in accounts.open_invitations() if not row.is_usable]
    if late:
        words = ngettext(
            "%(num)d invitation went by without an answer",
            "%(num)d invitations went by without an answer",
            len(late),
        )
        yield Duty(words, url_for("accounts.people"))


def uploads_of(user: User) -> int:
    """Return how many files `user` uploaded and neither confirmed nor deleted."""
    waiting = ImportFile.state == ImportState.UPLOADED
    return db.session.scalar(select(func.count()).where(ImportFile.uploaded_by_id == user.id, waiting)) or 0
