"""The other side hears what was said to have come of an introduction, since it may correct it."""

from functools import partial
from typing import Any

from matchmaker.accounts.models import User
from matchmaker.introductions import standing
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.parties import Party
from matchmaker.notifications import service as notifications
from matchmaker.taxonomy import NoticeType

TEMPLATE = "introductions/outcome_noted"


def of_outcome(introduction: Introduction, party: Party) -> None:
    """Tell the correspondent across from the side that spoke."""
    for reader in standing.listeners(standing.organisation_of(introduction, party.other)):
        context = partial(_context, reader, introduction, party.other)
        notifications.notify(reader, NoticeType.OUTCOME_ASKED, TEMPLATE, introduction, context)


def _context(reader: User, introduction: Introduction, party: Party) -> dict[str, Any]:
    return {"introduction": introduction, "other": standing.name_across(reader, introduction, party)}
