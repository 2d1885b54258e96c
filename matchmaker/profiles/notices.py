"""What notices about a profile or an import lead to, for whoever may still see it."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.core.permissions import Permission, may
from matchmaker.extensions import db
from matchmaker.notifications.models import Notification
from matchmaker.notifications.ports import Subject
from matchmaker.profiles.models import ImportFile, Membership, Organisation, ProfileStatus

TO_CHANGE = "profiles/changes_requested"
STALE = "profiles/stale"
_ENDPOINTS = {TO_CHANGE: "profiles.check", STALE: "profiles.still_right"}


class OwnProfiles:
    """Organisations that the reader belongs to: what staff decided is no matter for anybody else."""

    PAGES: ClassVar = dict.fromkeys(("profiles.show", *_ENDPOINTS.values()), "organisation_id")

    def describe(self, reader: User, notices: Sequence[Notification]) -> Mapping[int, Subject]:
        """Return the subjects by the ids of their notices; one who left the organisation sees none."""
        names = self._names(reader, {notice.subject_id for notice in notices})
        return {
            notice.id: Subject(names[notice.subject_id], *_page(notice))
            for notice in notices
            if notice.subject_id in names
        }

    def _names(self, reader: User, ids: set[int]) -> dict[int, str]:
        statement = (
            select(Organisation.id, Organisation.name)
            .join(Membership, Membership.organisation_id == Organisation.id)
            .where(
                Organisation.id.in_(ids),
                Membership.user_id == reader.id,
                Organisation.status != ProfileStatus.REMOVED,
            )
        )
        return {row.id: row.name for row in db.session.execute(statement)}


def _page(notice: Notification) -> tuple[str, dict[str, int]]:
    return _ENDPOINTS.get(notice.template, "profiles.show"), {"organisation_id": notice.subject_id}


class Imports:
    """Imports of files, for whoever may import."""

    PAGES: ClassVar = {"imports.show": "import_id"}

    def describe(self, reader: User, notices: Sequence[Notification]) -> Mapping[int, Subject]:
        """Return the subjects by the ids of their notices."""
        if not may(reader, Permission.PROFILE_IMPORT):
            return {}
        ids = {notice.subject_id for notice in notices}
        statement = select(ImportFile.id, ImportFile.filename).where(ImportFile.id.in_(ids))
        names = {row.id: row.filename for row in db.session.execute(statement)}
        return {
            notice.id: Subject(names[notice.subject_id], "imports.show", {"import_id": notice.subject_id})
            for notice in notices
            if notice.subject_id in names
        }
