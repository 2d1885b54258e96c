"""The face of an organisation: what a reader may see of it before an introduction.

Pages, mails, exports and explanations show an organisation through `face` and through nothing else.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _

from matchmaker.accounts.models import User
from matchmaker.core.text import fold
from matchmaker.profiles import known_names, policies, redaction, values
from matchmaker.profiles.known_names import KnownNames
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import Viewer
from matchmaker.profiles.values import Entry
from matchmaker.taxonomy import District, Hub, Kind, Lang, Sector, SubSector, Theme

# Of the details of a confidential organisation only these bands show: none of them singles a firm out.
BANDS = frozenset({"stage", "stages", "traction"})
# What people write in words of their own.
FREE_TEXTS = frozenset({"tagline", "texts", "facts", "needs", "offers", "needs_text", "offers_text"})
# What ends a registered name and is left out where the name is spoken.
LEGAL_FORMS = frozenset(
    {"sa", "sas", "sasu", "sarl", "eurl", "sca", "scop", "gmbh", "ag", "ltd", "limited", "llc", "llp", "lp"}
    | {"inc", "incorporated", "corp", "corporation", "co"}
)


@dataclass(frozen=True)
class Face:
    """What one reader may see of one organisation; an empty field is unstated, or hidden from the reader."""

    id: int
    version: int
    kind: Kind
    hub: Hub
    confidential: bool
    full: bool  # the reader belongs to the organisation or is staff: nothing but the contact is left out
    claimed: bool
    fictional: bool
    published: bool
    stale: bool  # hidden from others until its members confirm it
    sectors: tuple[Sector, ...]
    themes: tuple[Theme, ...]
    texts: Mapping[str, str]  # by language, "fr" and "en": the description, thesis or teaser
    facts: Mapping[str, Any]  # stated details of the kind by field name
    written_in: str | None = None  # the one language of its words, None where it writes in both
    name: str | None = None
    tagline: str = ""
    website: str | None = None
    district: District | None = None
    sub_sectors: tuple[SubSector, ...] = ()
    languages: tuple[str, ...] = ()
    needs: tuple[values.Entry, ...] = ()
    offers: tuple[values.Entry, ...] = ()
    needs_text: str = ""
    offers_text: str = ""
    confirmed_on: date | None = None
    private: Mapping[str, Any] = field(default_factory=dict)  # filled only where `full`

    @property
    def title(self) -> str:
        """The name, or the words that stand for it, in the reader's language."""
        if self.name is not None:
            return self.name
        if self.kind is Kind.STARTUP:
            return str(_("Confidential startup"))
        return str(_("Confidential investor") if self.kind is Kind.INVESTOR else _("Confidential programme"))

    @property
    def subtitle(self) -> str:
        """One line under the title: the tagline, which a confidential organisation does not show."""
        return self.tagline

    def texts_for(self, language: str) -> list[tuple[str, str]]:
        """Return (language, text) for each text there is, the reader's own language first."""
        order = sorted(self.texts, key=lambda lang: (lang != language, lang))
        return [(lang, self.texts[lang]) for lang in order]


def face(organisation: Organisation, viewer: Viewer | User) -> Face:
    """Return what `viewer` may see of the organisation, whose entries and details must be loaded.

    Pass a `Viewer` (see `policies.viewer_of`) where many are shown: a `User` costs one query each time.
    """
    reader = viewer if isinstance(viewer, Viewer) else policies.viewer_of(viewer)
    if reader.sees_all_of(organisation):
        return Face(**_base(organisation), **_open(organisation), full=True, private=_private(organisation))
    shown = _veiled(organisation) if organisation.confidential else _open(organisation)
    return Face(**_base(organisation), **_discreet(shown, known_names.of(organisation)), full=False)


def _discreet(shown: Mapping[str, Any], names: KnownNames) -> dict[str, Any]:
    """Leave out of free texts whom and how to reach; the name and site of an open organisation stay."""

    def hide(text: str) -> str:
        return names.masked(text).text if text else text

    return {
        name: _without(value, hide if name in FREE_TEXTS else redaction.redacted)
        for name, value in shown.items()
    }


def _without(value: Any, hide: Callable[[str], str]) -> Any:
    """Return a value with each text in it as `hide` leaves it."""
    if type(value) is str:  # codes are strings too
        return hide(value)
    if isinstance(value, Entry):
        return replace(value, text=hide(value.text))
    if isinstance(value, tuple):
        return tuple(_without(item, hide) for item in value)
    return {key: _without(item, hide) for key, item in value.items()} if isinstance(value, dict) else value


def identifies(text: str, names: Iterable[str], website_host: str | None) -> bool:
    """Return whether `text` gives a name of an organisation or its site away, in any case and accents."""
    folded, host = fold(text), website_host or ""
    label = host.rpartition(".")[0].rpartition(".")[2]
    told = {form for name in names for form in (fold(name), _spoken(name))}
    marks = (told | {fold(host), fold(label) if len(label) > 3 else ""}) - {""}
    if any(f" {mark} " in f" {folded} " for mark in marks):
        return True
    joined = folded.replace(" ", "")  # "AcmeCorp" gives "Acme Corp" away too; short marks are in many words
    return any(len(mark) > 7 and mark.replace(" ", "") in joined for mark in marks)


def _spoken(name: str) -> str:
    """Return the folded name without the legal form at its end: "Acme SAS" is told by "Acme" alone."""
    words = fold(name).split()
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    return " ".join(words)


def _base(organisation: Organisation) -> dict[str, Any]:
    return {
        "id": organisation.id,
        "version": organisation.version,
        "kind": organisation.kind,
        "hub": organisation.hub,
        "confidential": organisation.confidential,
        "claimed": organisation.is_claimed,
        "fictional": organisation.fictional,
        "published": organisation.is_published,
        "stale": organisation.hidden_at is not None,
        "sectors": tuple(organisation.sectors or ()),
        "themes": tuple(organisation.themes or ()),
        "written_in": organisation.lang.value if organisation.lang in (Lang.FR, Lang.EN) else None,
    }


def _open(organisation: Organisation) -> dict[str, Any]:
    read = values.read(organisation)
    return {
        "name": organisation.name,
        "tagline": organisation.tagline or "",
        "website": organisation.website,
        "district": organisation.district,
        "sub_sectors": tuple(organisation.sub_sectors or ()),
        "languages": tuple(organisation.languages or ()),
        "needs": read["needs"],
        "offers": read["offers"],
        "needs_text": organisation.needs_text or "",
        "offers_text": organisation.offers_text or "",
        "confirmed_on": organisation.confirmed_on,
        "texts": _stated({"fr": organisation.description_fr, "en": organisation.description_en}),
        "facts": _facts(organisation),
    }


def _veiled(organisation: Organisation) -> dict[str, Any]:
    """Return the teaser; one that gives the name away after all is kept back in that language."""
    names = (organisation.name, *(organisation.other_names or ()))
    teasers = _stated({"fr": organisation.teaser_fr, "en": organisation.teaser_en})
    return {
        "texts": {
            lang: text
            for lang, text in teasers.items()
            if not identifies(text, names, organisation.website_host)
        },
        "facts": {name: value for name, value in _facts(organisation).items() if name in BANDS},
    }


def _private(organisation: Organisation) -> dict[str, Any]:
    names = (
        *("other_names", "registry_id", "conflicts", "capacity", "paused_from", "paused_until"),
        *("teaser_fr", "teaser_en"),
    )
    return _stated({name: getattr(organisation, name) for name in names})


def _facts(organisation: Organisation) -> dict[str, Any]:
    row = getattr(organisation, organisation.kind.value)
    return _stated({name: getattr(row, name, None) for name in values.detail_fields(organisation.kind)})


def _stated(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [])}
