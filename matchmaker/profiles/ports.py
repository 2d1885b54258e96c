"""What profiles ask of features on their right, which provide it when the application is put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask import Flask, current_app

from matchmaker.accounts.models import User
from matchmaker.profiles.models import Organisation

_KEY = "profiles.introduced_pairs"


@dataclass(frozen=True, slots=True)
class Rest:
    """An earlier introduction after which neither side may ask again yet: why, in words, and until when."""

    introduction_id: int
    why: object
    until: datetime


class IntroducedPairs(Protocol):
    """Knows whom introductions have brought together, and whom they may."""

    def between(self, user: User, organisation: Organisation) -> bool:
        """Whether the organisation and one of the user's own have reached `introduced` with each other."""

    def may_ask(self, own: Organisation, other: Organisation) -> bool:
        """Whether kinds, cities and directions, which all may know, let `own` ask to meet `other`."""

    def under_way(self, own: Organisation) -> Mapping[int, int]:
        """The open introductions that `own` knows of, by the other side's id."""

    def rests(self, own: Organisation) -> Mapping[int, Rest]:
        """Why and until when `own` may not ask again, by the other side's id, as far as it knows of it."""


class _NobodyYet:
    def between(self, user: User, organisation: Organisation) -> bool:
        return False

    def may_ask(self, own: Organisation, other: Organisation) -> bool:
        return False

    def under_way(self, own: Organisation) -> Mapping[int, int]:
        return {}

    def rests(self, own: Organisation) -> Mapping[int, Rest]:
        return {}


def register_introduced_pairs(app: Flask, provider: IntroducedPairs) -> None:
    """Let `provider` answer for the application."""
    app.extensions[_KEY] = provider


def introduced_pairs() -> IntroducedPairs:
    """Return the application's provider; where none is registered nobody is introduced."""
    provider: IntroducedPairs = current_app.extensions.get(_KEY, _NobodyYet())
    return provider
