"""What follows an introduction, put together: messages, meetings, outcomes."""

from flask import Flask

from matchmaker.introductions.meetings import models as _meetings  # noqa: F401
from matchmaker.introductions.outcomes import models as _outcomes  # noqa: F401
from matchmaker.introductions.thread import models as _thread  # noqa: F401


def register(app: Flask) -> None:
    """Register the pages of what follows an introduction."""
