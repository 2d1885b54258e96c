"""How states and steps of a meeting are told, and moments by the clocks of both cities."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from matchmaker.introductions.meetings.workflow import Action, Status
from matchmaker.taxonomy import Hub

STATUS: dict[Status, object] = {
    Status.PROPOSED: _l("Times proposed"),
    Status.SCHEDULED: _l("Agreed"),
    Status.HELD: _l("Took place"),
    Status.NO_SHOW: _l("Somebody did not come"),
    Status.CANCELLED: _l("Meeting cancelled"),
}

STEP: dict[Action, object] = {
    Action.PROPOSE: _l("Propose these times"),
    Action.ACCEPT: _l("Accept this time"),
    Action.MOVE: _l("Propose other times"),
    Action.CANCEL: _l("Cancel the meeting"),
    Action.HOLD: _l("It took place"),
    Action.MISS: _l("Somebody did not come"),
}

DONE: dict[str, object] = {
    Action.PROPOSE: _l("Times proposed"),
    Action.ACCEPT: _l("Time accepted"),
    Action.MOVE: _l("Other times proposed"),
    Action.CANCEL: _l("Meeting cancelled"),
    Action.HOLD: _l("Took place"),
    Action.MISS: _l("Somebody did not come"),
    Action.LAPSE: _l("The proposed times passed without an answer"),
}


def two_clocks(moment: datetime) -> str:
    """Return a moment by the clocks of Paris and of California, with both dates where they differ."""
    paris = moment.astimezone(ZoneInfo(Hub.PARIS.time_zone))
    valley = moment.astimezone(ZoneInfo(Hub.SILICON_VALLEY.time_zone))
    words = {"day": day(paris.date()), "paris": _hour(paris), "california": _hour(valley)}
    if paris.date() == valley.date():
        return str(_("%(day)s, %(paris)s in Paris, %(california)s in California", **words))
    return str(
        _(
            "%(day)s, %(paris)s in Paris; %(other_day)s, %(california)s in California",
            other_day=day(valley.date()),
            **words,
        )
    )


def day(date: date) -> str:
    """Return a date with its weekday in the reader's language."""
    shown = str(format_date(date, "full", locale=get_locale()))
    return shown.replace(" 1 ", " 1er ")  # French only: in English a comma follows the day


def _hour(local: datetime) -> str:
    return str(format_time(local.time(), "short", locale=get_locale()))
