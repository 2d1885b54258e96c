"""Introductions: from a request to contacts shared by both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages and commands of introductions."""
    from matchmaker.introductions import (
        afterwards,
        answer_views,
        block_views,
        commands,
        copied,
        desk_views,
        views,
    )

    del copied  # imported for what it registers
    app.register_blueprint(views.blueprint)
    app.register_blueprint(desk_views.blueprint)
    app.register_blueprint(answer_views.blueprint)
    app.register_blueprint(block_views.blueprint)
    afterwards.register(app)
    app.cli.add_command(commands.introductions)
