"""The demonstration: fictional organisations and introductions, made by calling the services."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the command."""
    from matchmaker.demo.commands import demo

    app.cli.add_command(demo)
