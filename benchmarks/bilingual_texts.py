"""The texts and judgements of the bilingual measurements, read from $MATCHMAKER_DATA."""

import csv
import gzip
import os
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

DATA = Path(os.environ.get("MATCHMAKER_DATA", "../shared/data"))
LEXICONS = ("lex_eurovoc", "lex_franceterme", "tab_lawsregs")
RARE = 10  # packages; a word that fewer hold tells one package from all others
_WORD = re.compile(r"\w+")

Row = dict[str, str]


@dataclass(frozen=True)
class Judged:
    """A ranking task: judgements are gains above zero by query and document, both by place."""

    documents: list[str]
    queries: list[str]
    judgements: list[dict[int, float]]


def rows(name: str) -> list[Row]:
    """The rows of a table of `eval/`."""
    with gzip.open(DATA / "eval" / f"{name}.tsv.gz", "rt", encoding="utf-8") as file:
        header, *lines = [line.rstrip("\n").split("\t") for line in file]
    return [dict(zip(header, line, strict=False)) for line in lines]


def real(name: str) -> list[Row]:
    """The rows of a file of `real/`, as found."""
    csv.field_size_limit(1 << 27)
    with gzip.open(DATA / "real" / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lexicons() -> list[str]:
    """The paths of the lexicons an operator may plug in."""
    return [str(DATA / "lexicons" / f"{name}.tsv.gz") for name in LEXICONS]


def masked(packages: list[Row]) -> list[Row]:
    """The packages without what gives them away: their names, and rare words that both languages share."""
    texts = ("fr_short", "fr_long", "en_short", "en_long")
    held = Counter(word for row in packages for word in _words(" ".join(row[text] for text in texts)))
    return [row | _without_names(row, texts, held) for row in packages]


def _without_names(row: Row, texts: tuple[str, ...], held: Counter[str]) -> Row:
    french = _words(f"{row['fr_short']} {row['fr_long']}")
    english = _words(f"{row['en_short']} {row['en_long']}")
    names = set(_words(row["package"])) | {word for word in french & english if held[word] < RARE}
    return {
        text: _WORD.sub(lambda found: "" if found[0].lower() in names else found[0], row[text])
        for text in texts
    }


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


def cranfield() -> Judged:
    """1,400 abstracts; gains 4 for the best to 1, as judged 1 to 4."""
    folder = DATA / "eval" / "cranfield"
    with gzip.open(folder / "cran.all.1400.gz", "rt", encoding="latin-1") as file:
        parts = re.split(r"^\.I +\d+\n", file.read(), flags=re.MULTILINE)[1:]
    documents = [_fields(part) for part in parts]
    asked = re.split(r"^\.I +\d+\n", (folder / "cran.qry").read_text("latin-1"), flags=re.MULTILINE)[1:]
    judgements: list[dict[int, float]] = [{} for _ in asked]
    for line in (folder / "cranqrel").read_text().splitlines():
        query, document, grade = (int(field) for field in line.split()[:3])
        if 1 <= grade <= 4:
            judgements[query - 1][document - 1] = float(5 - grade)
    return Judged(documents, [part.removeprefix(".W\n") for part in asked], judgements)


def _fields(part: str) -> str:
    found = dict(re.findall(r"^\.([TABW])\n(.*?)(?=^\.[TABW]\n|\Z)", part, flags=re.MULTILINE | re.DOTALL))
    return f"{found.get('T', '')}\n{found.get('W', '')}"


def nfcorpus() -> Judged:
    """3,162 medical abstracts and the titles of lay articles; gains 2 and 1."""
    folder = DATA / "eval" / "nfcorpus"
    with gzip.open(folder / "test.docs.gz", "rt", encoding="utf-8") as file:
        documents = dict(line.rstrip("\n").split("\t", 1) for line in file)
    place = {name: number for number, name in enumerate(documents)}
    gains: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for line in (folder / "test.2-1-0.qrel").read_text().splitlines():
        query, _, document, grade = line.split()
        if int(grade) > 0 and document in place:
            gains[query][place[document]] = float(grade)
    titles = (folder / "test.titles.queries").read_text(encoding="utf-8").splitlines()
    asked = dict(line.split("\t", 1) for line in titles)
    return Judged(list(documents.values()), list(asked.values()), [gains[query] for query in asked])
