"""Profiles: organisations of the three kinds, their members, review, claim, import and export."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages and commands of profiles."""
