"""The steps of the guided form, and the small forms of members and staff.

Each field carries the name of the profile's field. What a value must satisfy is said once, in `rules`.
"""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FormField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from matchmaker.core.forms import Form
from matchmaker.core.presentation import label, language_name
from matchmaker.profiles.contact_rules import time_zones
from matchmaker.profiles.details_forms import DETAILS_FORMS
from matchmaker.profiles.entry_forms import EntriesForm
from matchmaker.profiles.fields import CodeField, CodesField, DayField, LinesField, WholeNumberField, labelled
from matchmaker.profiles.steps import Step
from matchmaker.profiles.versioned import VersionedForm
from matchmaker.taxonomy import (
    District,
    Hub,
    Kind,
    Lang,
    MembershipRole,
    Sector,
    SubSector,
    Theme,
    districts_of,
)

SPOKEN = (
    *("fr", "en", "es", "de", "it", "pt", "nl", "pl", "ro", "ru", "uk", "tr", "ar", "he", "fa", "hi"),
    *("bn", "ur", "zh", "ja", "ko", "vi", "th", "id", "sv", "da", "fi", "el"),
)
LONG, SHORT = {"rows": 10}, {"rows": 4}


def _districts() -> dict[str, list[tuple[str, str]]]:
    groups: dict[str, list[tuple[str, str]]] = {"": [("", str(_("Not stated")))]}
    for hub in Hub:
        groups[label(hub)] = [(place.value, label(place)) for place in districts_of(hub)]
    return groups


def _zones() -> list[tuple[str, str]]:
    areas = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    zones = sorted(zone for zone in time_zones() if zone.startswith(areas))
    first = [hub.time_zone for hub in Hub]
    return [(zone, zone.replace("_", " ")) for zone in [*first, *(z for z in zones if z not in first)]]


class NewForm(Form):
    """What a profile begins with."""

    name = StringField(labelled("name"))
    kind = CodeField(labelled("kind"), Kind, required=True, default=Kind.STARTUP)
    hub = CodeField(labelled("hub"), Hub, required=True, default=Hub.PARIS)


class IdentityForm(VersionedForm):
    """Step 1: who you are."""

    name = StringField(labelled("name"))
    other_names = LinesField(
        labelled("other_names"),
        description=_l(
            "One on each line: brands, products and former names by which you are known. Only your members "
            "and programme staff read this. What others name as a conflict is compared with it, and while "
            "your profile is confidential these names are left out of your texts."
        ),
        render_kw=SHORT,
    )
    kind = CodeField(labelled("kind"), Kind, required=True)
    hub = CodeField(labelled("hub"), Hub, required=True)
    registry_id = StringField(
        labelled("registry_id"),
        description=_l(
            "A SIREN in the Paris region, an EIN in Silicon Valley. It helps to avoid duplicates."
        ),
    )
    website = StringField(labelled("website"), render_kw={"inputmode": "url", "autocomplete": "url"})
    district = CodeField(labelled("district"), District, choices=_districts)
    tagline = StringField(labelled("tagline"))
    confidential = BooleanField(
        labelled("confidential"),
        description=_l(
            "Before an introduction others see no name, no site and no description: a teaser only."
        ),
    )
    teaser_fr = TextAreaField(
        labelled("teaser_fr"),
        description=_l("What others read while your profile is confidential. Nothing that identifies you."),
        render_kw=SHORT,
    )
    teaser_en = TextAreaField(labelled("teaser_en"), render_kw=SHORT)


class StoryForm(VersionedForm):
    """Step 2: your story."""

    lang = CodeField(
        labelled("lang"),
        Lang,
        required=True,
        description=_l("Of your needs and offers in your own words, too."),
    )
    description_fr = TextAreaField(labelled("description_fr"), render_kw=LONG)
    description_en = TextAreaField(labelled("description_en"), render_kw=LONG)
    languages = SelectMultipleField(
        labelled("languages"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    sectors = CodesField(labelled("sectors"), Sector, description=_l("At most three."))
    sub_sectors = CodesField(labelled("sub_sectors"), SubSector)
    themes = CodesField(labelled("themes"), Theme)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = [code for code in kwargs.get("data", {}).get("languages") or () if code not in SPOKEN]
        self.languages.choices = [(code, language_name(code).capitalize()) for code in (*SPOKEN, *stored)]


class NeedsForm(VersionedForm):
    """Step 3: needs and offers."""

    needs = FormField(EntriesForm, labelled("needs"))
    needs_text = TextAreaField(labelled("needs_text"), render_kw=SHORT)
    offers = FormField(EntriesForm, labelled("offers"))
    offers_text = TextAreaField(labelled("offers_text"), render_kw=SHORT)


class ContactForm(VersionedForm):
    """Step 5: whom to reach, and when to leave you alone."""

    contact_name = StringField(labelled("contact_name"), render_kw={"autocomplete": "name"})
    contact_position = StringField(labelled("contact_position"))
    contact_email = StringField(
        labelled("contact_email"), render_kw={"inputmode": "email", "autocomplete": "email"}
    )
    contact_phone = StringField(
        labelled("contact_phone"), render_kw={"inputmode": "tel", "autocomplete": "tel"}
    )
    contact_time_zone = SelectField(labelled("contact_time_zone"), choices=_zones)
    capacity = WholeNumberField(
        labelled("capacity"),
        description=_l("Leave it empty for no limit of your own. 0 means no introductions."),
    )
    paused_from = DayField(labelled("paused_from"))
    paused_until = DayField(labelled("paused_until"))
    conflicts = LinesField(
        labelled("conflicts"),
        description=_l("One name or website on each line. Only your members and programme staff read this."),
        render_kw=SHORT,
    )


class PauseForm(Form):
    """From when until when an organisation takes no introductions."""

    paused_from = DayField(labelled("paused_from"))
    paused_until = DayField(
        labelled("paused_until"), description=_l("Leave it empty to pause until you resume.")
    )


class InviteForm(Form):
    """A colleague's address, and what they may do."""

    email = StringField(
        _l("E-mail address of your colleague"), render_kw={"autocomplete": "off", "inputmode": "email"}
    )
    role = CodeField(_l("Role"), MembershipRole, required=True, default=MembershipRole.EDITOR)


class RoleForm(Form):
    """What a member may do."""

    role = CodeField(_l("Role"), MembershipRole, required=True)


class DecisionForm(Form):
    """A staff decision on what was seen at `version`; the note goes to the organisation."""

    version = HiddenField()
    note = TextAreaField(_l("What should change"), render_kw=SHORT)


FORMS: dict[Step, type[VersionedForm]] = {
    Step.IDENTITY: IdentityForm,
    Step.STORY: StoryForm,
    Step.NEEDS: NeedsForm,
    Step.CONTACT: ContactForm,
}


def form_of(step: Step, kind: Kind) -> type[VersionedForm]:
    """Return the form of `step` for an organisation of `kind`."""
    return DETAILS_FORMS[kind] if step is Step.DETAILS else FORMS[step]
