"""Codes that the service stores, with the French and English words it shows for them.

Pure data and pure functions: any feature and the engine may import this package.
"""

from matchmaker.taxonomy.catalogue import LABELS, choices, label
from matchmaker.taxonomy.districts import District, covers, districts_of, hub_of, within_of
from matchmaker.taxonomy.kinds import CallType, InvestorType, Kind, ProgrammeType
from matchmaker.taxonomy.labels import Label, OrderedCode
from matchmaker.taxonomy.languages import Lang
from matchmaker.taxonomy.money import (
    DEFAULT_RATES,
    Currency,
    NoRateError,
    Rate,
    RoundInstrument,
    convert,
    rate_on,
)
from matchmaker.taxonomy.needs import NeedCode, Urgency
from matchmaker.taxonomy.notices import Delivery, NoticeType
from matchmaker.taxonomy.outcomes import FRUITFUL, OutcomeType
from matchmaker.taxonomy.places import Direction, Hub, ServedDirection
from matchmaker.taxonomy.purposes import Purpose
from matchmaker.taxonomy.reasons import DeclineCode, DismissReason, MembershipRole, RejectCode
from matchmaker.taxonomy.sectors import Sector, Theme
from matchmaker.taxonomy.stages import LegalForm, Stage, Traction, legal_forms_of, revenue_bounds
from matchmaker.taxonomy.sub_sectors import SubSector, parent_of, sector_code, sub_sectors_of

__all__ = [
    "DEFAULT_RATES",
    "FRUITFUL",
    "LABELS",
    "CallType",
    "Currency",
    "DeclineCode",
    "Delivery",
    "Direction",
    "DismissReason",
    "District",
    "Hub",
    "InvestorType",
    "Kind",
    "Label",
    "Lang",
    "LegalForm",
    "MembershipRole",
    "NeedCode",
    "NoRateError",
    "NoticeType",
    "OrderedCode",
    "OutcomeType",
    "ProgrammeType",
    "Purpose",
    "Rate",
    "RejectCode",
    "RoundInstrument",
    "Sector",
    "ServedDirection",
    "Stage",
    "SubSector",
    "Theme",
    "Traction",
    "Urgency",
    "choices",
    "convert",
    "covers",
    "districts_of",
    "hub_of",
    "label",
    "legal_forms_of",
    "parent_of",
    "rate_on",
    "revenue_bounds",
    "sector_code",
    "sub_sectors_of",
    "within_of",
]
