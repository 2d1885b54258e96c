"""The forms of messages."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from matchmaker.core.forms import Form
from matchmaker.introductions.thread.models import LENGTH, REASON_LENGTH


class MessageForm(Form):
    """A message to the other side."""

    text = TextAreaField(
        _l("Message"),
        validators=[DataRequired(), Length(max=LENGTH)],
        description=_l(
            "Plain text, at most %(number)s characters. Only the two organisations read it.", number=LENGTH
        ),
        render_kw={"rows": 5},
    )


class ReportForm(Form):
    """Why staff should read the messages."""

    reason = TextAreaField(
        _l("What is wrong"),
        validators=[DataRequired(), Length(max=REASON_LENGTH)],
        description=_l(
            "Programme staff read this, and all messages of this introduction until they settle it."
        ),
        render_kw={"rows": 3},
    )
