"""Organisations from files: reading, translating to the canonical form, matching and landing.

`readers` turns a file into rows, `mapping` and `translate` turn a foreign row into cells of the canonical
file, `canonical` turns those into checked values; all of that is pure. `run` lands them.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the commands, the job and the pages for staff."""
    from matchmaker.profiles.imports import commands, views

    commands.init_app(app)
    app.register_blueprint(views.blueprint)
