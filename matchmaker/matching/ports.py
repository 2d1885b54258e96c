"""What matching asks of features on its right, which provide it when the application is put together."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from flask import Flask, current_app

from matchmaker.profiles.models import Organisation

_KEY = "matching.pair_states"


class PairStates(Protocol):
    """Knows which introductions of an organisation are open."""

    def open_states(self, organisation: Organisation) -> Mapping[int, StrEnum]:
        """The state of each open introduction that `organisation` knows of, by the other side's id."""


class _NoneYet:
    def open_states(self, organisation: Organisation) -> Mapping[int, StrEnum]:
        return {}


def register_pair_states(app: Flask, provider: PairStates) -> None:
    """Let `provider` answer for the application."""
    app.extensions[_KEY] = provider


def pair_states() -> PairStates:
    """Return the application's provider; where none is registered no introduction is open."""
    provider: PairStates = current_app.extensions.get(_KEY, _NoneYet())
    return provider
