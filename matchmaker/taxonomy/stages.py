"""How far a startup is: its funding stage and its traction."""

from decimal import Decimal
from enum import StrEnum

from matchmaker.taxonomy.labels import Label, OrderedCode
from matchmaker.taxonomy.places import Hub


class Stage(OrderedCode):
    """Funding stage, earliest first."""

    IDEA = "idea"
    PRE_SEED = "pre_seed"
    SEED = "seed"
    SERIES_A = "series_a"
    SERIES_B = "series_b"
    SERIES_C = "series_c"
    GROWTH = "growth"


class Traction(OrderedCode):
    """Annual revenue band in the organisation's own currency, lowest first."""

    PRE_REVENUE = "pre_revenue"
    PILOT = "pilot"
    UP_TO_100K = "0-100k"
    FROM_100K = "100k-500k"
    FROM_500K = "500k-1M"
    FROM_1M = "1M-5M"
    FROM_5M = "5M-20M"
    FROM_20M = "20M+"


class LegalForm(StrEnum):
    """Legal form of an entity in either country."""

    SAS = "sas"
    SASU = "sasu"
    SARL = "sarl"
    EURL = "eurl"
    SA = "sa"
    SCOP = "scop"
    ASSOCIATION = "association"
    C_CORP = "c_corp"
    S_CORP = "s_corp"
    LLC = "llc"
    PBC = "pbc"
    NONPROFIT = "nonprofit"
    OTHER = "other"


_FRENCH = frozenset(
    {
        *(LegalForm.SAS, LegalForm.SASU, LegalForm.SARL, LegalForm.EURL, LegalForm.SA, LegalForm.SCOP),
        LegalForm.ASSOCIATION,
    }
)


def legal_forms_of(hub: Hub) -> list[LegalForm]:
    """Return the forms that an entity in the country of `hub` may have."""
    return [form for form in LegalForm if form is LegalForm.OTHER or (form in _FRENCH) is (hub is Hub.PARIS)]


STAGE_LABELS: dict[Stage, Label] = {
    Stage.IDEA: Label("Idea", "Idée"),
    Stage.PRE_SEED: Label("Pre-seed", "Pré-amorçage"),
    Stage.SEED: Label("Seed", "Amorçage"),
    Stage.SERIES_A: Label("Series A", "Série A"),
    Stage.SERIES_B: Label("Series B", "Série B"),
    Stage.SERIES_C: Label("Series C", "Série C"),
    Stage.GROWTH: Label("Growth", "Croissance"),
}

# Amounts carry no currency sign: the band counts in the currency of the row that holds it.
TRACTION_LABELS: dict[Traction, Label] = {
    Traction.PRE_REVENUE: Label("No revenue yet", "Pas encore de chiffre d’affaires"),
    Traction.PILOT: Label("Pilots under way", "Expérimentations en cours"),
    Traction.UP_TO_100K: Label("Up to 100,000 a year", "Jusqu’à 100 000 par an"),
    Traction.FROM_100K: Label("100,000 to 500,000 a year", "De 100 000 à 500 000 par an"),
    Traction.FROM_500K: Label("500,000 to 1 million a year", "De 500 000 à 1 million par an"),
    Traction.FROM_1M: Label("1 to 5 million a year", "De 1 à 5 millions par an"),
    Traction.FROM_5M: Label("5 to 20 million a year", "De 5 à 20 millions par an"),
    Traction.FROM_20M: Label("Over 20 million a year", "Plus de 20 millions par an"),
}

LEGAL_FORM_LABELS: dict[LegalForm, Label] = {
    LegalForm.SAS: Label("SAS (France)", "SAS"),
    LegalForm.SASU: Label("SASU (France)", "SASU"),
    LegalForm.SARL: Label("SARL (France)", "SARL"),
    LegalForm.EURL: Label("EURL (France)", "EURL"),
    LegalForm.SA: Label("SA (France)", "SA"),
    LegalForm.SCOP: Label("SCOP, worker cooperative (France)", "SCOP"),
    LegalForm.ASSOCIATION: Label("Association (France)", "Association loi de 1901"),
    LegalForm.C_CORP: Label("C corporation", "C-Corp (États-Unis)"),
    LegalForm.S_CORP: Label("S corporation", "S-Corp (États-Unis)"),
    LegalForm.LLC: Label("LLC", "LLC (États-Unis)"),
    LegalForm.PBC: Label("Public benefit corporation", "Public benefit corporation (États-Unis)"),
    LegalForm.NONPROFIT: Label("Non-profit corporation", "Organisme à but non lucratif (États-Unis)"),
    LegalForm.OTHER: Label("Other", "Autre"),
}

_REVENUE: dict[Traction, tuple[int, int | None]] = {
    Traction.PRE_REVENUE: (0, 0),
    Traction.PILOT: (0, 0),
    Traction.UP_TO_100K: (0, 100_000),
    Traction.FROM_100K: (100_000, 500_000),
    Traction.FROM_500K: (500_000, 1_000_000),
    Traction.FROM_1M: (1_000_000, 5_000_000),
    Traction.FROM_5M: (5_000_000, 20_000_000),
    Traction.FROM_20M: (20_000_000, None),
}


def revenue_bounds(traction: Traction) -> tuple[Decimal, Decimal | None]:
    """Return the lowest and highest annual revenue of a band, in the row's currency; None: no upper end."""
    low, high = _REVENUE[traction]
    return Decimal(low), None if high is None else Decimal(high)
