"""How complete a profile is, and which missing field would help matching most. Pure.

The weights of a kind sum to 100 and follow the ranking: its two text sides weigh most (what one says of
oneself, and the typed needs and offers), then sectors, then what gates and structured fit read (stage,
money, direction, languages, themes). Display fields weigh little, since the ranking does not read them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from matchmaker.profiles.steps import Step, step_of
from matchmaker.taxonomy import Kind

Values = Mapping[str, Any]
MIN_TEXT = 80  # characters below which a description says too little to be matched
GOOD_TEXT = 300  # characters from which a description carries its weight in full

_COMMON = {"text": 25, "needs": 15, "offers": 10, "sectors": 12, "themes": 5, "languages": 4, "website": 3}
WEIGHTS: dict[Kind, dict[str, int]] = {
    Kind.STARTUP: _COMMON
    | {"both_languages": 4, "stage": 8, "round_min": 6, "traction": 4, "headcount": 2, "business_model": 2},
    Kind.INVESTOR: _COMMON
    | {"both_languages": 4, "stages": 8, "cheque_min": 7, "cheque_max": 3, "type": 2, "pre_revenue": 2},
    Kind.PROGRAMME: _COMMON
    | {"both_languages": 4, "direction": 8, "services": 7, "type": 4, "stages": 2, "deadline": 1},
}
_LONGER = _l("a longer description or thesis")
LABELS: dict[str, Any] = {
    "text": _l("a description or thesis of some sentences"),
    "needs": _l("what you need"),
    "offers": _l("what you offer"),
    "sectors": _l("your sectors"),
    "themes": _l("the urban themes you work on"),
    "languages": _l("the languages you speak"),
    "website": _l("your website"),
    "both_languages": _l("your description in the other language"),
    "stage": _l("your stage"),
    "round_min": _l("the round you seek"),
    "traction": _l("your traction"),
    "headcount": _l("your headcount"),
    "business_model": _l("your business model"),
    "stages": _l("the stages you take"),
    "cheque_min": _l("your smallest cheque"),
    "cheque_max": _l("your largest cheque"),
    "type": _l("the type of your organisation"),
    "pre_revenue": _l("whether you accept pre-revenue firms"),
    "direction": _l("the direction you serve"),
    "services": _l("the services you offer"),
    "deadline": _l("your next deadline"),
}
_ASKED_IN = {"text": Step.STORY, "both_languages": Step.STORY}


@dataclass(frozen=True)
class Gap:
    """A field that nobody filled: its name, how many points it would bring, and the step that asks for it."""

    field: str
    points: int
    step: Step
    begun: bool = False  # filled in part

    @property
    def label(self) -> Any:
        """The words for the field, translated when read."""
        return _LONGER if self.begun else LABELS[self.field]


@dataclass(frozen=True)
class Completeness:
    """Points from 0 to 100 and the gaps, the most helpful first."""

    points: int
    gaps: tuple[Gap, ...]

    @property
    def best_next(self) -> Gap | None:
        """The gap whose filling would help matching most, or None where nothing is missing."""
        return self.gaps[0] if self.gaps else None


def measure(kind: Kind, values: Values) -> Completeness:
    """Return how complete the values of a profile of `kind` are; a field absent from them counts as empty."""
    reached, gaps = 0, []
    for field, weight in WEIGHTS[kind].items():
        points = round(weight * _share(field, values))
        reached += points
        if points < weight:
            step = _ASKED_IN.get(field) or step_of(field)
            gaps.append(Gap(field, weight - points, step, begun=points > 0))
    return Completeness(reached, tuple(sorted(gaps, key=lambda gap: -gap.points)))


def _share(field: str, values: Values) -> float:
    texts = [len(values.get(name) or "") for name in ("description_fr", "description_en")]
    if field == "text":
        return min(1.0, max(texts) / GOOD_TEXT)
    if field == "both_languages":
        return float(min(texts) >= MIN_TEXT)
    if field in ("needs", "offers"):
        return float(bool(values.get(field) or values.get(f"{field}_text")))
    return float(values.get(field) not in (None, "", [], ()))


def missing_for_submission(values: Values, contact_email: str) -> dict[str, Any]:
    """Return what a profile still needs before staff look at it, as words by field name."""
    checks = {
        "name": bool(values.get("name")),
        "description": any(
            len(values.get(name) or "") >= MIN_TEXT for name in ("description_fr", "description_en")
        ),
        "sectors": bool(values.get("sectors")),
        "contact_email": bool(contact_email),
    }
    words = {
        "name": _l("the legal name of your organisation"),
        "description": _l(
            "a description or thesis of at least %(count)s characters, in French or in English",
            count=MIN_TEXT,
        ),
        "sectors": _l("at least one sector"),
        "contact_email": _l("the e-mail address of a contact person"),
    }
    return {name: words[name] for name, given in checks.items() if not given}


def step_for(requirement: str) -> Step:
    """Return the step that asks for what `missing_for_submission` names."""
    return Step.STORY if requirement == "description" else step_of(requirement)
