"""What notices ask of the features they are about, which provide it when the application is put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from flask import Flask, current_app

from matchmaker.accounts.models import User
from matchmaker.notifications.models import Notification

_KEY = "notifications.subjects"


@dataclass(frozen=True)
class Subject:
    """What a notice is about, as the page behind it shows that to the reader, and where the page is."""

    about: str
    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)


class Subjects(Protocol):
    """Knows the rows of one table that notices are about."""

    def describe(self, reader: User, notices: Sequence[Notification]) -> Mapping[int, Subject]:
        """Return the subject of each notice by the notice's id, without those `reader` may not see now."""


def register_subjects(app: Flask, table: str, provider: Subjects) -> None:
    """Let `provider` speak for the rows of `table`."""
    app.extensions.setdefault(_KEY, {})[table] = provider


def subjects_of(table: str) -> Subjects | None:
    """Return who speaks for the rows of `table`, or None where nobody does."""
    known: dict[str, Subjects] = current_app.extensions.get(_KEY, {})
    return known.get(table)
