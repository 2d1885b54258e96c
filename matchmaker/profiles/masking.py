"""What is masked in a text before the other side reads it: ways to reach people, and names. Pure.

A person of ill will can always find one more disguise; so the requester and staff read the result before
it leaves. Here stands what a pattern can find: addresses, numbers, handles and links, also spelled out, and
every known name in any case, with or without accents, spaced, dotted, joined, and with initials.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from matchmaker.profiles.redaction import CALIFORNIAN_PHONE, GAP, LEFT_OUT, TOP_LEVEL


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PARTICLES = _words("da das de del der di dos du el la le les mac mc of the van von zu bin ibn")
# Names that are words of either language as well: masked alone only where they are written like a name.
WORDS = _words(
    "aime aimee ambre amour ange angel april art august aurore autumn baker banks barber barbier baron "
    "bay beam bell berger bill bird bishop black blanc blanche bois bon bond bonnet boucher boulanger "
    "bourgeois brook brooks brown brun bush butler capucine carpenter carre cash cerise champion chance "
    "charity charpentier charron chase chevalier church clair claire clay clemence clement coal colin "
    "comte constance constant cook cooper cordier couturier cross dale dawn dean doux drew duc earl early "
    "east ember esperance eve fabrique faith felix fevre fidele field fields fisher fleur flint flore "
    "flower fontaine ford forest forestier fort fox france frank gaillard gale garance gardener gem gene "
    "gentil germain glass gold good grace grand grant gray green grey gros guerre guy hand hardi harmony "
    "hill hope hunt hunter iris ivy jack jade jardin jasmin jeune jewel joli jolie jour joy judge june "
    "juste key king knight lac laine lake lance lane law leger lilas lion little long loup love lovely "
    "lune mai maire maitre marchand marguerite mari marin marine mark marsh marshal mason max may melodie "
    "melody mercier mercy merle meunier michel mignon mike miles miller moine mont moon moulin narcisse "
    "neuf noble noel ocean oceane oiseau olive page pain parent paris park pascal pat patience pearl "
    "penny perle perrin petit picard pierre pike pin piper poirier pomme pont pope porter potter power "
    "price prince prudence raison ray rayon reed reine renard rich ridge rivers rivet riviere rob robin "
    "rock roi roman romane rose rossignol roux royal ruby rush rusty sage sandy sauvage savage scout "
    "serre sharp shepherd short silver simple singer skip snow sol soleil son sparrow spring star stead "
    "stern stone storm strong summer sun swift tailleur tardif temple tour tran trip true turner valentin "
    "valet vallee verdier vert victoire victor vie vigne villain violette voisin wall ward waters weaver "
    "wells west white will wise wolf wood woods worth young"
)
GENERIC = _words(
    "advisors and associates bio california capital city company conseil corp data digital energy et europe "
    "finance fonds france fund gmbh green group groupe health hub inc invest investment investments lab labs "
    "limited llc ltd management media paris partners sarl sas services silicon smart societe software "
    "solutions studio studios systems tech technologies technology the valley ventures"
)
_LEAST_JOINED = 5  # letters from which a name may be split anywhere without meeting other words
_BREAK = r"[^a-z0-9\n]"  # what may stand between the letters of a name, in folded text
_SAID = r"[^a-z0-9\n]{0,3}(?:dot|point|dash|tiret|underscore)[^a-z0-9\n]{0,3}"  # between parts of a name
_LOOKALIKES = str.maketrans("аеорсухіјԁһѕԛԝ", "aeopcyxijdhsqw")  # Cyrillic that looks Latin
_AT = r"\s*(?:@|[\[({<]\s*(?:at|chez|arobase|arobas|a)\s*[\])}>]|\s(?:at|chez|arobase)\s)\s*"
_DOT = r"\s*(?:\.|[\[({<]\s*(?:dot|point|\.)\s*[\])}>]|\s(?:dot|point)\s)\s*"
_BEFORE_A_SITE = (  # no address: "learn more at firm.com"
    "about|all|app|available|blog|book|code|data|deck|demo|detail|details|disponible|disponibles|document|"
    "documentation|documents|download|everything|find|form|found|here|hosted|info|information|informations|"
    "infos|infrastructure|is|it|join|learn|ligne|live|look|me|more|nous|offer|offers|online|open|order|page|"
    "plus|press|product|products|published|read|register|report|see|service|shop|site|sold|start|story|team|"
    "them|this|today|trial|try|us|video|videos|visible|vous|website|work|works"
)
_SPELLED = (
    "zero|one|two|three|four|five|six|seven|eight|nine|oh|un|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|"
    "douze|treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|soixante|et|double"
)
_SERVICES = (
    "linkedin|twitter|telegram|whatsapp|skype|wechat|instagram|insta|discord|slack|signal|facebook|messenger|"
    "viber|bluesky|mastodon|github|calendly|zoom"
)


class Kind(StrEnum):
    """What was masked."""

    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    HANDLE = "handle"
    NAME = "name"
    ORGANISATION = "organisation"


_MAYBE_EMAIL = re.compile(_AT.removeprefix(r"\s*").removesuffix(r"\s*"))  # spares most texts a slow search
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.URL, re.compile(r"\b(?:https?|ftp)\s?:\s?/\s?/\s?\S+|\bwww\s?\.\s?\S+")),
    (
        Kind.EMAIL,
        re.compile(
            rf"(?<![\w.+'-])(?!(?:{_BEFORE_A_SITE})\s(?:at|chez)\s)[\w.+'-]+{_AT}(?:[\w-]+{_DOT})+(?:{TOP_LEVEL})\b"
            r"|[\w.+'-]+\s?@\s?[\w.-]+"
        ),
    ),
    (Kind.EMAIL, re.compile(r"[\w.+'-]+\s?[\[({]\s?(?:at|chez|arobase)\s?[\])}]\s?[\w.-]+")),
    (Kind.HANDLE, re.compile(r"(?<!\w)@\s?[\w.-]+")),
    (Kind.HANDLE, re.compile(rf"\b(?:{_SERVICES})\s*(?:handle|id|pseudo|nom)?\s*[:=]\s*\S+")),
    (Kind.URL, re.compile(rf"\b[\w-]{{2,}}(?:\.[\w-]+)*\.(?:{TOP_LEVEL})\b(?!\.\w)(?:/\S*)?")),
    (
        Kind.URL,
        re.compile(
            r"\b[\w-]{2,}(?:\s?[\[({]\s?(?:dot|point|\.)\s?[\])}]\s?|\s(?:dot|point)\s|\s\.\s)"
            r"(?:com|fr|io|net|org|vc|dev|app|tech)\b"
        ),
    ),
    (
        Kind.PHONE,
        re.compile(
            rf"(?:\+|(?<!\d)00)(?!\d{{1,3}}(?:[\s.,]?000)+\b)(?:{GAP}\d){{8,14}}"
            rf"|(?<![\d.,])0{GAP}[1-9](?:{GAP}\d){{8}}(?!\d)|{CALIFORNIAN_PHONE}|(?<![\d.,])\d{{10,15}}(?!\d)"
        ),
    ),
    (Kind.PHONE, re.compile(rf"\b(?:{_SPELLED})(?:[\s,.-]+(?:{_SPELLED})){{5,}}\b")),
)


@dataclass(frozen=True)
class Masked:
    """The text with a mark in the place of what may not be read, and the kinds of what was found."""

    text: str
    kinds: frozenset[Kind] = frozenset()


def mask(
    text: str, people: Iterable[str] = (), marks: Iterable[str] = (), shown: Iterable[str] = ()
) -> Masked:
    """Return `text` without ways to reach people, names of `people`, and `marks` of an organisation.

    `people`: full names. `marks`: names, sites and numbers of an organisation that is not to be known.
    `shown`: name and host of one that is; a person's name that is part of them is masked only beside others.
    """
    folded, open_names = _Folded(text), [_Folded(name).text for name in shown]
    found: list[tuple[int, int, Kind]] = []
    for kind, pattern in _PATTERNS:
        if kind is not Kind.EMAIL or _MAYBE_EMAIL.search(folded.text):
            spans = (match.span() for match in pattern.finditer(folded.text))
            found += ((*span, kind) for span in spans if not _is_shown(folded.text[slice(*span)], open_names))
    addresses = [(start, end) for start, end, kind in found if kind is Kind.EMAIL]
    public = frozenset(token for name in open_names for token in _tokens(name))
    for name in people:
        spans = (_before(addresses, folded.text, *span) for span in _name_spans(name, folded, public))
        found += ((*span, Kind.NAME) for span in spans)
    for name in marks:
        found += ((*span, Kind.ORGANISATION) for span in _mark_spans(name, folded))
    return Masked(folded.without(found), frozenset(_told(found, addresses)))


def without_names(text: str, people: Iterable[str], shown: Iterable[str] = ()) -> str:
    """Return `text` with a mark in the place of the names of `people` alone; `shown` as in `mask`."""
    folded = _Folded(text)
    public = frozenset(token for name in shown for token in _tokens(name))
    spans = (span for name in people for span in _name_spans(name, folded, public))
    return folded.without([(*span, Kind.NAME) for span in spans])


def _before(addresses: list[tuple[int, int]], text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a name ends that runs on into an address: of "Doe (doe@…" the bracket stays."""
    cut = min((first for first, last in addresses if start < first < end <= last), default=end)
    while cut < end and start < cut and not text[cut - 1].isalnum():
        cut -= 1
    return start, cut


def _told(found: list[tuple[int, int, Kind]], addresses: list[tuple[int, int]]) -> Iterator[Kind]:
    """Yield what was found, but not the name or the site that are parts of an e-mail address."""
    for start, end, kind in found:
        inside = any(first <= start and end <= last for first, last in addresses)
        if kind not in (Kind.NAME, Kind.URL) or not inside:
            yield kind


def _is_shown(address: str, shown: list[str]) -> bool:
    """Return whether a folded address is but the site of an organisation that everybody knows."""
    return re.sub(r"^(?:https?://)?(?:www\.)?|[/.,;:!?)\]]+$", "", address) in shown


class _Folded:
    """A text in lower case without accents, and where each of its signs stands in the original."""

    places: Sequence[int]

    def __init__(self, original: str) -> None:
        self.original = original
        if original.isascii():
            self.text, self.places = original.lower(), range(len(original))
        else:
            plain = [(place, letter) for place, sign in enumerate(original) for letter in _plain(sign)]
            self.places = [place for place, _ in plain]
            self.text = "".join(letter for _, letter in plain)

    @cached_property
    def joined(self) -> str:
        """The letters and digits alone: what does not stand here, no gap between them hides."""
        return re.sub("[^a-z0-9]+", "", self.text)

    def capitalised(self, start: int) -> bool:
        """Whether the sign at `start` was written as a capital."""
        return self.original[self.places[start]].isupper()

    def without(self, found: list[tuple[int, int, Kind]]) -> str:
        """Return the original with one mark for each stretch that the spans of `found` cover."""
        hidden = [False] * len(self.original)
        for start, end, _ in found:
            first, last = self.places[start], self.places[end - 1]
            hidden[first : last + 1] = [True] * (last + 1 - first)
        parts = []
        for place, sign in enumerate(self.original):
            if not hidden[place]:
                parts.append(sign)
            elif place == 0 or not hidden[place - 1]:
                parts.append(LEFT_OUT)
        return "".join(parts)


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    if unicodedata.category(sign) in ("Cf", "Mn"):
        return ""  # joins and marks that nobody sees, or that only change the letter before
    told = sign.casefold().replace("œ", "oe").replace("æ", "ae").replace("ø", "o").replace("ł", "l")
    letters = unicodedata.normalize("NFKD", told)
    plain = "".join(one for one in letters if not unicodedata.combining(one))
    return plain.translate(_LOOKALIKES)


def _tokens(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", _Folded(name).text)


def _name_spans(name: str, folded: _Folded, public: frozenset[str]) -> Iterator[tuple[int, int]]:
    tokens = _tokens(name)
    if public.issuperset(tokens) or not any(token in folded.joined for token in tokens):
        return
    whole = [tokens, tokens[::-1]]
    for order in whole:
        yield from _spans(_SAID.join(map(re.escape, order)), folded)
    initials = [[tokens[0][0], *tokens[1:]], [*tokens[1:], tokens[0][0]]] if len(tokens) > 1 else []
    for order in (*whole, *initials):
        yield from _spans(_spread("".join(order)), folded)
    for token in tokens:
        if token not in PARTICLES and token not in public and len(token) > 1:
            yield from _alone(token, folded)


def _alone(token: str, folded: _Folded) -> Iterator[tuple[int, int]]:
    """One part of a name: as a word of its own, and spelled letter by letter."""
    if token not in folded.joined:
        return
    careful = token in WORDS or len(token) == 2
    for start, end in _spans(re.escape(token), folded):
        if not careful or folded.capitalised(start):
            yield start, end
    if len(token) > 2:
        spelled = rf"{_BREAK}{{1,3}}".join(map(re.escape, token))
        yield from _spans(spelled, folded)
    if len(token) >= _LEAST_JOINED and not careful:
        yield from _spans(_spread(token), folded)


def _mark_spans(mark: str, folded: _Folded) -> Iterator[tuple[int, int]]:
    label = mark.rpartition(".")[0].rpartition(".")[2] if "." in mark else ""
    for name in filter(None, (mark, label)):
        tokens = _tokens(name)
        own = [token for token in tokens if len(token) > 3 and token not in GENERIC | WORDS]
        for letters in dict.fromkeys(("".join(tokens), *own)):
            if len(letters) > 2 and letters in folded.joined:
                yield from _spans(_spread(letters), folded)


def _spread(letters: str) -> str:
    """Return a pattern for letters with other signs between them; a short run is joined or wholly split."""
    if len(letters) >= _LEAST_JOINED:
        return rf"{_BREAK}{{0,3}}".join(map(re.escape, letters))
    return rf"(?:{re.escape(letters)}|{rf'{_BREAK}{{1,3}}'.join(map(re.escape, letters))})"


def _spans(pattern: str, folded: _Folded) -> Iterator[tuple[int, int]]:
    for match in re.finditer(rf"(?<![a-z0-9]){pattern}(?![a-z0-9])", folded.text):
        yield match.span()
