"""The forms of the admin's pages."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from matchmaker.core.forms import Form


class SettingsForm(Form):
    """What an admin may switch while the service runs; each field bears the name of its setting."""

    show_unclaimed_to_members = BooleanField(
        _l("Members see organisations that were imported and not yet claimed"),
        description=_l("They are marked “not yet a member”. Programme staff always see them."),
    )
