"""The criteria of a pair, part by part: what either side states, and whether it is met. Faces only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from matchmaker.core.presentation import label, money, show_date
from matchmaker.matching.engine import Part
from matchmaker.matching.engine.parts import NOT_STATED
from matchmaker.profiles.teaser import Face
from matchmaker.taxonomy import Currency, Kind, NoRateError, Rate, convert

MET_FROM, PARTLY_FROM = 0.6, 0.3


class State(StrEnum):
    """How far a criterion is met."""

    MET = "met"
    PARTLY = "partly"
    MISSED = "missed"
    NOT_STATED = "not_stated"


@dataclass(frozen=True)
class Criterion:
    """One part of a score in words: what each side states about it, and a remark where one is due.

    mine, theirs: empty where that side states nothing, or keeps it to itself.
    """

    part: Part
    state: State
    mine: str
    theirs: str
    remark: str = ""


@dataclass(frozen=True)
class Rates:
    """The rates there are, and the day on which amounts are compared."""

    known: Sequence[Rate]
    day: date


@dataclass(frozen=True)
class Faces:
    """Both sides of a pair as the other may see them, and the rates at which their amounts compare."""

    mine: Face
    theirs: Face
    rates: Rates

    @property
    def startup(self) -> Face:
        """The startup of the pair; of two, the viewer."""
        return self.mine if self.mine.kind is Kind.STARTUP else self.theirs

    @property
    def host(self) -> Face:
        """The other one."""
        return self.theirs if self.mine.kind is Kind.STARTUP else self.mine


def criteria(parts: Sequence[Part], faces: Faces) -> list[Criterion]:
    """Return one criterion for each part, in their order."""
    return [_criterion(part, faces) for part in parts]


def state_of(part: Part) -> State:
    """Return how far a part is met."""
    if not part.stated:
        return State.NOT_STATED
    if part.value >= MET_FROM:
        return State.MET
    return State.PARTLY if part.value >= PARTLY_FROM else State.MISSED


def _criterion(part: Part, faces: Faces) -> Criterion:
    words = _WORDS.get(part.name)
    mine, theirs = ("", "") if words is None else (words(faces.mine, faces), words(faces.theirs, faces))
    remark = _REMARKS[part.name](part, faces) if part.name in _REMARKS else ""
    return Criterion(part, state_of(part), mine, theirs, remark)


def _needs(face: Face, faces: Faces) -> str:
    return _listed([entry.code for entry in face.needs])


def _sectors(face: Face, faces: Faces) -> str:
    finer = {code.parent for code in face.sub_sectors}
    return _listed([*(code for code in face.sectors if code not in finer), *face.sub_sectors])


def _themes(face: Face, faces: Faces) -> str:
    return _listed(face.themes)


def _stage(face: Face, faces: Faces) -> str:
    facts = face.facts
    own = [facts["stage"]] if "stage" in facts else facts.get("stages", [])
    return _listed([*own, *([facts["traction"]] if "traction" in facts else [])])


def _amounts(face: Face, faces: Faces) -> str:
    facts = face.facts
    prefix = "round" if face.kind is Kind.STARTUP else "cheque"
    bounds = (facts.get(f"{prefix}_min"), facts.get(f"{prefix}_max"))
    currency = facts.get("currency")
    text = _range(bounds, currency)
    other = faces.theirs if face is faces.mine else faces.mine
    wanted = other.facts.get("currency")
    if not text or currency is None or wanted in (None, currency):
        return text
    try:
        near = [None if one is None else _rounded(one, currency, wanted, faces) for one in bounds]
    except NoRateError:
        return text
    return str(
        _("%(amounts)s, about %(converted)s", amounts=text, converted=_range((near[0], near[1]), wanted))
    )


def _range(bounds: tuple[Decimal | None, Decimal | None], currency: Currency | None) -> str:
    low, high = (money(one, currency) if one else "" for one in bounds)
    if low and high:
        return low if low == high else _("%(low)s to %(high)s", low=low, high=high)
    if low:
        return str(_("from %(low)s", low=low))
    return str(_("up to %(high)s", high=high)) if high else ""


def _rounded(amount: Decimal, currency: Currency, wanted: Currency, faces: Faces) -> Decimal:
    """Convert to two leading digits: the rate of a day says no more."""
    found = convert(amount, currency, wanted, faces.rates.day, faces.rates.known)
    step = Decimal(10) ** max(0, found.adjusted() - 1)
    return (found / step).to_integral_value() * step


def _dates(face: Face, faces: Faces) -> str:
    deadline, first = face.facts.get("deadline"), face.facts.get("starts_on")
    if deadline:
        return str(_("apply by %(date)s", date=show_date(deadline)))
    return str(_("from %(date)s", date=show_date(first))) if first else ""


def _landed(face: Face, faces: Faces) -> str:
    if "alumni_direction" not in face.facts:
        return ""
    way, year = label(face.facts["alumni_direction"]), face.facts.get("alumni_year")
    return f"{way}, {year}" if year else way


def _stage_remark(part: Part, faces: Faces) -> str:
    stage, taken = faces.startup.facts.get("stage"), faces.host.facts.get("stages", ())
    if not part.stated or stage is None or stage in taken or part.value < MET_FROM:
        return ""
    return str(
        _("Names of stages differ across the ocean; the money and the revenue are those of this stage.")
    )


def _sector_remark(part: Part, faces: Faces) -> str:
    if part.stated or part.value == NOT_STATED:
        return ""
    return str(_("Read from the texts, as one side states no sector: it counts for less."))


def _needs_remark(part: Part, faces: Faces) -> str:
    given = {entry.code for entry in faces.theirs.offers} | set(faces.theirs.facts.get("services", ()))
    missing = [entry.code for entry in faces.mine.needs if entry.code not in given]
    if not given or not missing:
        return ""
    return str(_("Not offered: %(needs)s", needs=_listed(missing)))


def _listed(codes: Sequence[Any]) -> str:
    return ", ".join(map(label, codes))


_WORDS: Mapping[str, Callable[[Face, Faces], str]] = {
    "needs": _needs,
    "sector": _sectors,
    "theme": _themes,
    "stage": _stage,
    "ticket": _amounts,
    "timing": _dates,
    "alumni": _landed,
}
_REMARKS: Mapping[str, Callable[[Part, Faces], str]] = {
    "stage": _stage_remark,
    "needs": _needs_remark,
    "sector": _sector_remark,
}
