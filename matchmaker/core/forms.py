"""What the forms of all features have in common."""

from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

__all__ = ["Form", "SelectChoice"]


class Form(FlaskForm):  # type: ignore[misc]  # the library ships no types
    """A form of a page: it bears the token of the reader's session and takes what was sent by itself."""
