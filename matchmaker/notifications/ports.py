"""What notices ask of the features they are about, which provide it when the application is put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from flask import Flask, current_app

from matchmaker.accounts.models import User
from matchmaker.notifications.models import Notification

_KEY, _PAGES = "notifications.subjects", "notifications.pages"


@dataclass(frozen=True)
class Subject:
    """What a notice is about, as the page behind it shows that to the reader, and where the page is."""

    about: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)
    calendar: str | None = None  # the page, with the same values, that gives it as a calendar file


class Subjects(Protocol):
    """Knows the rows of one table that notices are about."""

    def describe(self, reader: User, notices: Sequence[Notification]) -> Mapping[int, Subject]:
        """Return the subject of each notice by the notice's id, without those `reader` may not see now."""


def register_subjects(app: Flask, table: str, provider: Subjects, pages: Mapping[str, str]) -> None:
    """Let `provider` speak for the rows of `table`, which `pages` show: endpoints with the name of the id."""
    app.extensions.setdefault(_KEY, {})[table] = provider
    app.extensions.setdefault(_PAGES, {}).update({page: (table, name) for page, name in pages.items()})


def subjects_of(table: str) -> Subjects | None:
    """Return who speaks for the rows of `table`, or None where nobody does."""
    known: dict[str, Subjects] = current_app.extensions.get(_KEY, {})
    return known.get(table)


def shown_by(endpoint: str | None, values: Mapping[str, Any]) -> tuple[str, int] | None:
    """Return the table and id of the row that the page `endpoint` shows, or None for any other page."""
    pages: dict[str, tuple[str, str]] = current_app.extensions.get(_PAGES, {})
    if endpoint not in pages:
        return None
    table, name = pages[endpoint]
    return table, int(values[name])
