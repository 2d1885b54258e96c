"""Matching: the served index, recommendations, the directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages and commands of matching, and serve the index."""
    from matchmaker.matching import commands, copied, everyone, order_views, served, views, weights_views

    del copied  # imported for what it registers

    served.init_app(app)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(weights_views.blueprint)
    app.register_blueprint(order_views.blueprint)
    commands.match.add_command(everyone.everyone)
    app.cli.add_command(commands.match)
