"""Passerelle: introductions between the Paris region and Silicon Valley, approved by programme staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Return the application, configured from the environment and `config` over it."""
    from matchmaker import setup  # here, so that the pure packages import without Flask

    app = setup.configured(config or {})
    for step in setup.STEPS:
        step(app)
    return app
