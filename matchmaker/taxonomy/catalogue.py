"""Every code with its labels in one table, so that a page shows any of them by one call."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from matchmaker.taxonomy import (
    districts,
    kinds,
    languages,
    money,
    needs,
    notices,
    outcomes,
    places,
    purposes,
    reasons,
    sectors,
    stages,
)
from matchmaker.taxonomy.labels import Label
from matchmaker.taxonomy.sub_sectors import SUB_SECTOR_LABELS, SubSector

# The key of each inner table is the outer key's own member; the type system cannot say so.
LABELS: dict[type[StrEnum], Mapping[Any, Label]] = {
    places.Hub: places.HUB_LABELS,
    places.Direction: places.DIRECTION_LABELS,
    places.ServedDirection: places.SERVED_DIRECTION_LABELS,
    districts.District: districts.DISTRICT_LABELS,
    kinds.Kind: kinds.KIND_LABELS,
    kinds.InvestorType: kinds.INVESTOR_TYPE_LABELS,
    kinds.ProgrammeType: kinds.PROGRAMME_TYPE_LABELS,
    kinds.CallType: kinds.CALL_TYPE_LABELS,
    sectors.Sector: sectors.SECTOR_LABELS,
    SubSector: SUB_SECTOR_LABELS,
    sectors.Theme: sectors.THEME_LABELS,
    stages.Stage: stages.STAGE_LABELS,
    stages.Traction: stages.TRACTION_LABELS,
    stages.LegalForm: stages.LEGAL_FORM_LABELS,
    needs.NeedCode: needs.NEED_LABELS,
    needs.Urgency: needs.URGENCY_LABELS,
    notices.NoticeType: notices.NOTICE_TYPE_LABELS,
    notices.Delivery: notices.DELIVERY_LABELS,
    outcomes.OutcomeType: outcomes.OUTCOME_TYPE_LABELS,
    purposes.Purpose: purposes.PURPOSE_LABELS,
    money.Currency: money.CURRENCY_LABELS,
    money.RoundInstrument: money.ROUND_INSTRUMENT_LABELS,
    languages.Lang: languages.LANG_LABELS,
    reasons.RejectCode: reasons.REJECT_LABELS,
    reasons.DeclineCode: reasons.DECLINE_LABELS,
    reasons.DismissReason: reasons.DISMISS_LABELS,
    reasons.MembershipRole: reasons.MEMBERSHIP_ROLE_LABELS,
}


def label(code: StrEnum, lang: str) -> str:
    """Return the words a person reads for `code`: French for "fr" and its variants, English otherwise.

    Raises KeyError for an enum that is no part of the taxonomy.
    """
    return LABELS[type(code)][code].in_language(lang)


def choices(codes: type[StrEnum], lang: str) -> list[tuple[str, str]]:
    """Return (code, label) for each member of an enum, in its declared order, as forms list them."""
    return [(code.value, label(code, lang)) for code in codes]
