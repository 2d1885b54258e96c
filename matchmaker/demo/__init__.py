"""The demonstration: fictional organisations and introductions, made by calling the services."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: Flask) -> None:
    """Register the command."""
    from matchmaker.demo.commands import demo

    app.cli.add_command(demo)
