"""The forms of the admin's pages."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField


class SettingsForm(FlaskForm):  # type: ignore[misc]
    """What an admin may switch while the service runs; each field bears the name of its setting."""

    show_unclaimed_to_members = BooleanField(
        _l("Members see organisations that were imported and not yet claimed"),
        description=_l("They are marked “not yet a member”. Programme staff always see them."),
    )
