"""The words of an organisation that are compared: what it offers, what it seeks, as others may read them."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from matchmaker.matching.engine import Language
from matchmaker.matching.engine.personal import without_personal_words
from matchmaker.matching.unwanted import wanted
from matchmaker.profiles.imports.places import HEAD_OFFICE
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import OUTSIDER
from matchmaker.profiles.teaser import Face, face
from matchmaker.profiles.values import Entry
from matchmaker.taxonomy import Kind, Lang

TYPED_COUNT = 2
"""How often the text of a typed entry counts: what was entered as a need says more than prose."""

_READ_AS: Mapping[Lang, Language | None] = {Lang.FR: "fr", Lang.EN: "en", Lang.BOTH: None}


class Document(NamedTuple):
    """What is compared of an organisation, and its language where it has but one."""

    offers: str
    seeks: str
    language: Language | None


class Words(NamedTuple):
    """A passage in an organisation's own words, and its language where the profile says it."""

    text: str
    language: str | None = None


def language(organisation: Organisation) -> Language | None:
    """Return the language an organisation writes in, None where it writes in both."""
    return _READ_AS[organisation.lang]


def document(organisation: Organisation) -> Document:
    """Return the texts that are compared and searched: only what every member may read of the organisation.

    Codes are left out: their labels would count a second time what the other parts of the score compare.
    So is the organisation's own name: "Idée Services" has no more to do with ideas than others. And so are
    names, pronouns and nationalities of people, see `engine.personal`, and what a host says it does not want.
    """
    shown = face(organisation, OUTSIDER)
    return Document(
        offers=_impersonal(organisation, _compared(what_it_offers(shown), shown.offers)),
        seeks=_impersonal(organisation, _compared(what_it_seeks(shown), shown.needs)),
        language=language(organisation),
    )


def what_it_offers(shown: Face) -> list[Words]:
    """Return the passages of a face that say what it offers: a description is an implicit offer."""
    entries = [Words(entry.text) for entry in shown.offers]
    model = Words(str(shown.facts.get("business_model", "")))
    return _written([*_prose(shown, Kind.STARTUP, Kind.PROGRAMME), Words(shown.offers_text), *entries, model])


def what_it_seeks(shown: Face) -> list[Words]:
    """Return the passages of a face that say what it seeks: a thesis is an implicit need."""
    entries = [Words(entry.text) for entry in shown.needs]
    return _written([*_prose(shown, Kind.INVESTOR), Words(shown.needs_text), *entries])


def _prose(shown: Face, *kinds: Kind) -> list[Words]:
    if shown.kind not in kinds:
        return []
    tagline = "" if shown.tagline.startswith(HEAD_OFFICE) else shown.tagline
    return [*(Words(text, lang) for lang, text in shown.texts.items()), Words(tagline)]


def _written(passages: Iterable[Words]) -> list[Words]:
    return [words for words in passages if words.text]


def _compared(passages: Iterable[Words], entries: Iterable[Entry]) -> str:
    again = [entry.text for entry in entries if entry.text] * (TYPED_COUNT - 1)
    return "\n".join([*(words.text for words in passages), *again])


def _impersonal(organisation: Organisation, text: str) -> str:
    said = text if organisation.kind is Kind.STARTUP else wanted(text)
    return without_personal_words(without_name(organisation.name, said))


def without_name(name: str, text: str) -> str:
    """Return `text` without the name of its organisation."""
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text, flags=re.IGNORECASE)
