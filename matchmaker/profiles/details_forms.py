"""Step 4 of the guided form: what only one kind of organisation has."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from matchmaker.profiles.fields import (
    AmountField,
    CodeField,
    CodesField,
    DayField,
    WholeNumberField,
    YesNoField,
    labelled,
    labelled_codes,
)
from matchmaker.profiles.versioned import VersionedForm
from matchmaker.taxonomy import (
    Currency,
    Direction,
    Hub,
    InvestorType,
    Kind,
    LegalForm,
    NeedCode,
    ProgrammeType,
    RoundInstrument,
    Sector,
    ServedDirection,
    Stage,
    Traction,
    legal_forms_of,
)


class StartupForm(VersionedForm):
    """Stage, round and footing of a startup."""

    stage = CodeField(labelled("stage"), Stage)
    traction = CodeField(labelled("traction"), Traction)
    round_min = AmountField(labelled("round_min"))
    round_max = AmountField(labelled("round_max"))
    currency = CodeField(labelled("currency"), Currency)
    instrument = CodeField(labelled("instrument"), RoundInstrument)
    business_model = StringField(labelled("business_model"))
    founded = WholeNumberField(labelled("founded"))
    headcount = WholeNumberField(labelled("headcount"))
    headcount_paris = WholeNumberField(labelled("headcount_paris"))
    headcount_silicon_valley = WholeNumberField(labelled("headcount_silicon_valley"))
    entity_paris = CodeField(labelled("entity_paris"), LegalForm)
    entity_silicon_valley = CodeField(labelled("entity_silicon_valley"), LegalForm)
    trl = WholeNumberField(labelled("trl"))
    regulated = YesNoField(labelled("regulated"))
    needs_permit = YesNoField(labelled("needs_permit"))
    alumni_direction = CodeField(labelled("alumni_direction"), Direction)
    alumni_year = WholeNumberField(labelled("alumni_year"))

    def __init__(self, *args: Any, data: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, data=data, **kwargs)
        for hub in Hub:
            field, stored = self[f"entity_{hub}"], data.get(f"entity_{hub}")
            forms = legal_forms_of(hub)
            known = [stored] if stored and stored not in forms else []  # a file may have said so
            field.choices = [field.choices[0], *labelled_codes([*forms, *known])]


class InvestorForm(VersionedForm):
    """What an investor puts money into, and how much."""

    type = CodeField(labelled("type"), InvestorType)
    cheque_min = AmountField(labelled("cheque_min"))
    cheque_max = AmountField(labelled("cheque_max"))
    sweet_spot = AmountField(labelled("sweet_spot"))
    currency = CodeField(labelled("currency"), Currency)
    stages = CodesField(labelled("stages"), Stage)
    pre_revenue = YesNoField(labelled("pre_revenue"))
    leads = YesNoField(labelled("leads"))
    accepted_hubs = CodesField(
        labelled("accepted_hubs"),
        Hub,
        description=_l(
            "Leave it empty for any. With your own region alone no firm of the other is recommended to you."
        ),
    )
    accepted_forms = CodesField(labelled("accepted_forms"), LegalForm)
    excluded_sectors = CodesField(
        labelled("excluded_sectors"), Sector, only=[sector for sector in Sector if sector is not Sector.ANY]
    )


class ProgrammeForm(VersionedForm):
    """Whom a programme is for, what it offers, when and at what cost."""

    type = CodeField(labelled("type"), ProgrammeType)
    direction = CodeField(labelled("direction"), ServedDirection)
    services = CodesField(labelled("services"), NeedCode)
    stages = CodesField(labelled("stages"), Stage)
    headcount_min = WholeNumberField(labelled("headcount_min"))
    headcount_max = WholeNumberField(labelled("headcount_max"))
    deadline = DayField(labelled("deadline"))
    starts_on = DayField(labelled("starts_on"))
    ends_on = DayField(labelled("ends_on"))
    seats = WholeNumberField(labelled("seats"))
    cost = AmountField(labelled("cost"))
    grant_amount = AmountField(labelled("grant_amount"))
    currency = CodeField(labelled("currency"), Currency)
    equity_percent = AmountField(labelled("equity_percent"))


DETAILS_FORMS: dict[Kind, type[VersionedForm]] = {
    Kind.STARTUP: StartupForm,
    Kind.INVESTOR: InvestorForm,
    Kind.PROGRAMME: ProgrammeForm,
}
