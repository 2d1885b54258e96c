"""What follows an introduction, put together: messages, meetings, outcomes."""

from flask import Flask

# Each of these makes itself known to `aftermath` and `followup` as it is imported.
from matchmaker.introductions.desk import models as _desk  # noqa: F401
from matchmaker.introductions.meetings import answer_views as meeting_answers
from matchmaker.introductions.meetings import rounds as _meetings  # noqa: F401
from matchmaker.introductions.meetings import views as meetings
from matchmaker.introductions.meetings import wording
from matchmaker.introductions.outcomes import rounds as _outcomes  # noqa: F401
from matchmaker.introductions.outcomes import views as outcomes
from matchmaker.introductions.thread import views as thread


def register(app: Flask) -> None:
    """Register the pages of what follows an introduction."""
    for pages in (thread, meetings, meeting_answers, outcomes):
        app.register_blueprint(pages.blueprint)
    app.jinja_env.globals.update(after_words=wording)
