"""The forms of the admin's pages."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, DecimalField
from wtforms.validators import InputRequired, NumberRange

from matchmaker.core.forms import Form
from matchmaker.matching import moments


class RateForm(Form):
    """What one euro buys from a day on."""

    value = DecimalField(
        _l("US dollars for one euro"),
        places=None,
        validators=[InputRequired(), NumberRange(moments.LOWEST, moments.HIGHEST)],
        render_kw={"inputmode": "decimal"},
    )
    since = DateField(_l("From the day"), validators=[InputRequired()])


class SettingsForm(Form):
    """What an admin may switch while the service runs; each field bears the name of its setting."""

    show_unclaimed_to_members = BooleanField(
        _l("Members see organisations that were imported and not yet claimed"),
        description=_l("They are marked “not yet a member”. Programme staff always see them."),
    )
    learnt_weights_wait_for_staff = BooleanField(
        _l("Weights learnt from decisions wait until staff publish them"),
        description=_l(
            "Otherwise they serve by themselves where a replay shows that they rank better. "
            "Staff can take them back at any time."
        ),
    )
