"""From an organisation to what the engine ranks: codes, amounts and dates; its texts are in `documents`."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from matchmaker.matching.documents import Document, document
from matchmaker.matching.engine import Amounts, Candidate, Typed, conflict_keys, identity_keys, typed
from matchmaker.matching.engine.leaning import fields_told
from matchmaker.profiles.models import InvestorDetails, Organisation, ProgrammeDetails, Side, StartupDetails
from matchmaker.taxonomy import Currency, Hub, Kind, NeedCode, ProgrammeType

_OWN_CURRENCY = {Hub.PARIS: Currency.EUR, Hub.SILICON_VALLEY: Currency.USD}

IMPLIED_BY_TYPE: Mapping[ProgrammeType, tuple[NeedCode, ...]] = {
    ProgrammeType.SOFT_LANDING: (NeedCode.ENTITY_SETUP, NeedCode.OFFICE_DESK, NeedCode.MARKET_ACCESS),
    ProgrammeType.ACCELERATOR: (NeedCode.MENTOR, NeedCode.FUNDRAISING),
    ProgrammeType.INCUBATOR: (NeedCode.OFFICE_DESK, NeedCode.MENTOR),
    ProgrammeType.RESEARCH_LAB: (NeedCode.RD_PARTNER,),
    ProgrammeType.CITY_DEPARTMENT: (NeedCode.CITY_TESTBED, NeedCode.PILOT_CUSTOMER),
    ProgrammeType.HOST_SPACE: (NeedCode.OFFICE_DESK,),
    ProgrammeType.INCLUSION: (NeedCode.INCLUSION,),
    ProgrammeType.EVENT_ORGANISER: (NeedCode.EVENT_VISIBILITY,),
    ProgrammeType.USAGE_OBSERVATORY: (NeedCode.PILOT_CUSTOMER,),
    ProgrammeType.MENTOR_NETWORK: (NeedCode.MENTOR,),
}
"""What a programme of a type offers, where it states neither services nor offers."""


def candidate(organisation: Organisation, texts: Document | None = None) -> Candidate:
    """Return the organisation as the ranking sees it; entries and details must be loaded.

    texts: its `document`, where that is at hand already.
    """
    return Candidate(
        id=organisation.id,
        kind=organisation.kind.value,
        hub=organisation.hub.value,
        sectors=_codes(organisation.sectors),
        leaning=_leaning(organisation, texts or document(organisation)),
        sub_sectors=_codes(organisation.sub_sectors),
        themes=_codes(organisation.themes),
        needs=_entries(organisation, Side.NEED),
        offers=_offers(organisation),
        languages=frozenset(organisation.languages or ()),
        capacity=_places(organisation),
        published=organisation.is_listed,
        paused_from=organisation.paused_from,
        paused_until=organisation.paused_until,
        veiled=bool(organisation.confidential),
        names=_names(organisation),
        conflicts=frozenset().union(*map(conflict_keys, organisation.conflicts or ())),
        **_details(organisation),
    )


def _leaning(organisation: Organisation, texts: Document) -> frozenset[str]:
    """What public texts tell beside the sectors that are stated: of an investor the thesis first."""
    own, aside = texts.offers, texts.seeks
    if organisation.kind is Kind.INVESTOR:
        own, aside = aside, own
    told = fields_told(own, aside, texts.language, tuple(organisation.sectors or ()))
    return frozenset(code.value for code in told)


def _places(organisation: Organisation) -> int | None:
    """How many introductions it takes in a month, where it said so; a programme without a seat takes none."""
    programme = organisation.programme
    return 0 if programme and programme.seats == 0 else organisation.capacity


def _names(organisation: Organisation) -> frozenset[str]:
    found = identity_keys(organisation.name, organisation.registry_id, organisation.website)
    return found.union(*(identity_keys(name) for name in organisation.other_names or ()))


def listed(organisation: Organisation, texts: Document | None = None) -> Candidate:
    """Return the organisation as it is ranked for others: a confidential one under no name, site or number.

    Else a member finds out whose teaser it is, by naming guesses as conflicts until one makes it vanish. What
    it named itself closes all the same, and so does the other's conflict where it looks, or staff decide.
    """
    found = candidate(organisation, texts)
    return replace(found, names=frozenset()) if organisation.confidential else found


def _details(organisation: Organisation) -> dict[str, Any]:
    if organisation.startup:
        return _of_startup(organisation.startup, organisation)
    if organisation.investor:
        return _of_investor(organisation.investor, organisation)
    return _of_programme(organisation.programme) if organisation.programme else {}


def _of_startup(row: StartupDetails, organisation: Organisation) -> dict[str, Any]:
    offers = {entry.code for entry in organisation.entries if entry.side is Side.OFFER}
    return {
        "stages": _codes([row.stage] if row.stage else []),
        "traction": row.traction.value if row.traction else None,
        "money": _amounts(row.currency, organisation.hub, low=row.round_min, high=row.round_max),
        "forms": _codes([form for form in (row.entity_paris, row.entity_silicon_valley) if form]),
        "headcount": row.headcount,
        "mentor": row.alumni_direction if NeedCode.MENTOR in offers else None,
    }


def _of_investor(row: InvestorDetails, organisation: Organisation) -> dict[str, Any]:
    amounts = {"low": row.cheque_min, "high": row.cheque_max, "sweet": row.sweet_spot}
    return {
        "stages": _codes(row.stages),
        "money": _amounts(row.currency, organisation.hub, **amounts),
        "pre_revenue": row.pre_revenue,
        "excluded": _codes(row.excluded_sectors),
        "accepted_hubs": _codes(row.accepted_hubs),
        "accepted_forms": _codes(row.accepted_forms),
    }


def _of_programme(row: ProgrammeDetails) -> dict[str, Any]:
    return {
        "direction": row.direction.value if row.direction else None,
        "stages": _codes(row.stages),
        "headcount_min": row.headcount_min,
        "headcount_max": row.headcount_max,
        "deadline": row.deadline,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
    }


def _codes(codes: Any) -> frozenset[str]:
    return frozenset(code.value for code in codes or ())


def _amounts(currency: Currency | None, hub: Hub, **amounts: Decimal | None) -> Amounts:
    stated = {name: float(value) for name, value in amounts.items() if value is not None}
    # An amount of nought is how forms and files leave a bound open.
    stated = {name: value for name, value in stated.items() if value > 0}
    return Amounts(currency or _OWN_CURRENCY[hub], **stated) if stated else Amounts()


def _entries(organisation: Organisation, side: Side) -> frozenset[Typed]:
    return frozenset(
        Typed(
            entry.code.value,
            entry.direction.value if entry.direction else None,
            entry.urgency.value if entry.urgency else None,
        )
        for entry in organisation.entries
        if entry.side is side
    )


def _offers(organisation: Organisation) -> frozenset[Typed]:
    stated = _entries(organisation, Side.OFFER)
    programme = organisation.programme
    if programme is None:
        return stated
    stated |= typed(*(service.value for service in programme.services or ()))
    if stated or programme.type is None:
        return stated
    return typed(*(code.value for code in IMPLIED_BY_TYPE.get(programme.type, ())))
