"""Random organisations in memory, with marks of identity that no face of a confidential one may show."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from matchmaker.core import clock
from matchmaker.profiles import values
from matchmaker.profiles.models import Organisation, ProfileStatus
from matchmaker.profiles.values import Entry
from matchmaker.taxonomy import (
    Currency,
    District,
    Hub,
    InvestorType,
    Kind,
    LegalForm,
    NeedCode,
    ProgrammeType,
    Sector,
    ServedDirection,
    Stage,
    SubSector,
    Theme,
    Traction,
)

NAME, HOST, MARK = "Zyglon Quarven", "zyglonquarven.example.org", "Xyzzymark"
DETAILS: dict[Kind, dict[str, Any]] = {
    Kind.STARTUP: {
        "founded": 1987,
        "entity_paris": LegalForm.SAS,
        "headcount": 4242,
        "stage": Stage.SEED,
        "traction": Traction.PILOT,
        "round_min": Decimal(171717),
        "currency": Currency.EUR,
        "business_model": MARK,
    },
    Kind.INVESTOR: {
        "type": InvestorType.VC,
        "cheque_min": Decimal(171717),
        "currency": Currency.USD,
        "stages": [Stage.SEED],
    },
    Kind.PROGRAMME: {
        "type": ProgrammeType.CONSULATE,
        "direction": ServedDirection.BOTH,
        "deadline": date(2031, 7, 13),
        "stages": [Stage.IDEA],
    },
}
TEASERS = st.sampled_from(
    [
        "",
        "We measure the air of cities.",
        f"We are {NAME} and measure the air.",
        "zyglon   QUARVEN, indeed",
        f"See https://www.{HOST}/about",
        "ZyglonQuarven measures the air.",
        "Zýglon Quarvén mesure l'air.",
    ]
)


@st.composite
def organisations(draw: st.DrawFn, *, confidential: bool | None = None) -> Organisation:
    """An organisation of any kind and state whose every open field bears a mark."""
    kind = draw(st.sampled_from(Kind))
    row = Organisation(
        id=7,
        version=3,
        kind=kind,
        hub=draw(st.sampled_from(Hub)),
        status=draw(st.sampled_from(ProfileStatus)),
        name=NAME,
        fictional=draw(st.booleans()),
        claimed_at=clock.now(),
        confidential=draw(st.booleans()) if confidential is None else confidential,
        entries=[],
        startup=None,
        investor=None,
        programme=None,
    )
    content = dict.fromkeys(("tagline", "description_fr", "description_en", "needs_text"), MARK)
    content |= {"offers_text": MARK, "website": f"https://{HOST}/", "registry_id": "732829320"}
    stated = draw(st.sets(st.sampled_from(sorted({*content, *DETAILS[kind]}))))
    values.write(row, {name: (content | DETAILS[kind])[name] for name in stated})
    values.write(row, _always(draw))
    return row


def _always(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "website": f"https://{HOST}/",
        "district": draw(st.sampled_from([None, District.PANTIN])),
        "sectors": [Sector.AI_DATA],
        "sub_sectors": draw(st.sampled_from([[], [SubSector.AI_DATA_VISION]])),
        "themes": draw(st.sampled_from([[], [Theme.WASTE]])),
        "needs": draw(st.sampled_from([(), (Entry(NeedCode.HIRING, text=MARK),)])),
        "offers": draw(st.sampled_from([(), (Entry(NeedCode.MENTOR, text=MARK),)])),
        "conflicts": draw(st.sampled_from([[], [MARK]])),
        "teaser_fr": draw(TEASERS),
        "teaser_en": draw(TEASERS),
        "needs_text": draw(st.sampled_from(["", MARK])),
        "offers_text": draw(st.sampled_from(["", MARK])),
    }
