"""From an organisation to what the engine ranks: codes and switches, and the text that others may read."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from matchmaker.core import clock
from matchmaker.matching.engine import Candidate, Language, conflict_keys, identity_keys
from matchmaker.profiles.models import Organisation, Side
from matchmaker.profiles.policies import OUTSIDER
from matchmaker.profiles.teaser import Face, face
from matchmaker.taxonomy import Lang

_READ_AS: Mapping[Lang, Language | None] = {Lang.FR: "fr", Lang.EN: "en", Lang.BOTH: None}


class Document(NamedTuple):
    """What is compared of an organisation, and its language where it has but one."""

    text: str
    language: Language | None


def candidate(organisation: Organisation) -> Candidate:
    """Return the organisation as the ranking sees it today; entries and details must be loaded."""
    programme = organisation.programme
    return Candidate(
        id=organisation.id,
        kind=organisation.kind.value,
        hub=organisation.hub.value,
        direction=programme.direction.value if programme and programme.direction else None,
        sectors=frozenset(organisation.sectors),
        themes=frozenset(organisation.themes),
        needs=frozenset(entry.code for entry in organisation.entries if entry.side is Side.NEED),
        offers=_offers(organisation),
        stages=_stages(organisation),
        published=organisation.is_published,
        paused=organisation.is_paused(clock.today(organisation.hub.time_zone)),
        names=identity_keys(organisation.name, organisation.registry_id, organisation.website),
        conflicts=frozenset().union(*map(conflict_keys, organisation.conflicts)),
    )


def language(organisation: Organisation) -> Language | None:
    """Return the language an organisation writes in, None where it writes in both."""
    return _READ_AS[organisation.lang]


def listed(organisation: Organisation) -> Candidate:
    """Return the organisation as it is ranked for others: a confidential one under no name, site or number.

    Else a member finds out whose teaser it is, by naming guesses as conflicts until one makes it vanish. What
    it named itself closes all the same, and so does the other's conflict where it looks, or staff decide.
    """
    found = candidate(organisation)
    return replace(found, names=frozenset()) if organisation.confidential else found


def document(organisation: Organisation) -> Document:
    """Return the text that is compared and searched: only what every member may read of the organisation.

    Codes are left out: their labels would count a second time what the other parts of the score compare.
    So is the organisation's own name: "Idée Services" has no more to do with ideas than others.
    """
    text = "\n".join(words.text for words in own_words(face(organisation, OUTSIDER)))
    return Document(_without(organisation.name, text), language(organisation))


class Words(NamedTuple):
    """A passage in an organisation's own words, and its language where the profile says it."""

    text: str
    language: str | None = None


def own_words(shown: Face) -> list[Words]:
    """Return the passages of a face in the organisation's own words, the longest kinds first."""
    entries = [entry.text for entry in (*shown.needs, *shown.offers)]
    model = str(shown.facts.get("business_model", ""))
    untold = [shown.needs_text, shown.offers_text, *entries, shown.tagline, model]
    told = [Words(text, lang) for lang, text in shown.texts.items()]
    return [words for words in (*told, *map(Words, untold)) if words.text]


def _without(name: str, text: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text, flags=re.IGNORECASE)


def _offers(organisation: Organisation) -> frozenset[str]:
    typed = {entry.code.value for entry in organisation.entries if entry.side is Side.OFFER}
    services = organisation.programme.services if organisation.programme else None
    return frozenset(typed | {service.value for service in services or ()})


def _stages(organisation: Organisation) -> frozenset[str]:
    if organisation.startup:
        stage = organisation.startup.stage
        return frozenset() if stage is None else frozenset({stage})
    details = organisation.investor or organisation.programme
    return frozenset(details.stages or ()) if details else frozenset()
