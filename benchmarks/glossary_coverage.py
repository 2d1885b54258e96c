"""How many of the French words that real texts use the glossary lists.

    PYTHONPATH=. python benchmarks/glossary_coverage.py [--missing FOLDER]

Counts the lemmas seen three times or more in the texts of each set of $MATCHMAKER_DATA, ../shared/data where
it is unset. A lemma is a word that is written in lower case more often than not: what always has a capital is
a name. Beside the share that is listed stands what its words make up of all words read, and the share that
the reader understands, cognates and words quoted from English included. `--missing` writes the others, one
table a set: lemma, count, the forms it is written in.
"""

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bilingual_texts import real, rows

from matchmaker.matching.engine import BilingualReader

OFTEN = 3  # times a lemma must be seen to count

Forms = Mapping[str, Counter[str]]
"""Lemma -> how often it is written in which form."""


@dataclass(frozen=True)
class Coverage:
    """What the glossary lists of the lemmas of a set of texts."""

    lemmas: int
    listed: int
    understood: int
    tokens: int
    tokens_listed: int


def french_texts() -> dict[str, list[str]]:
    """The French texts by the name of their set."""
    ilab = [join(row, "Moto", "Résumé") for row in real("ilab_laureats")]
    inov = [join(row, "moto", "projetresume", "entrepriseresume") for row in real("inov_laureats")]
    return {
        "startups (i-Lab, i-Nov)": ilab + inov,
        "programmes (canada_dev)": [row["fr"] for row in rows("canada_dev")],
        "packages (ddtp_eval)": [join(row, "fr_short", "fr_long") for row in rows("ddtp_eval")],
    }


def join(row: Mapping[str, str], *columns: str) -> str:
    """The texts of `columns`, a line each."""
    return "\n".join(row.get(column) or "" for column in columns)


def lemmas(reader: BilingualReader, texts: Iterable[str]) -> Forms:
    """The lemmas of letters that are seen often enough and are no names, with their forms."""
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for token in reader.tokens(text, "fr"):
            forms[token.term][text[token.start : token.end]] += 1
    return {lemma: written for lemma, written in forms.items() if is_word(lemma, written)}


def is_word(lemma: str, written: Counter[str]) -> bool:
    """Whether a lemma is seen often enough, and in lower case more often than not."""
    lower = sum(count for form, count in written.items() if form == form.lower())
    return lemma.isalpha() and written.total() >= OFTEN and 2 * lower > written.total()


def coverage(reader: BilingualReader, found: Forms) -> Coverage:
    """Count what the glossary lists of `found`."""
    listed = {lemma for lemma in found if lemma in reader.lexicon.french}
    return Coverage(
        lemmas=len(found),
        listed=len(listed),
        understood=len(listed | {lemma for lemma in found if is_understood(reader, lemma)}),
        tokens=sum(written.total() for written in found.values()),
        tokens_listed=sum(found[lemma].total() for lemma in listed),
    )


def is_understood(reader: BilingualReader, lemma: str) -> bool:
    """Whether the reader knows an English word for a French lemma."""
    return any(shared not in (lemma, f"fr:{lemma}") for shared, _ in reader.shared(f"fr:{lemma}"))


def missing(reader: BilingualReader, found: Forms) -> Iterator[tuple[str, int, str]]:
    """What the glossary does not list, the commonest first."""
    unlisted = [lemma for lemma in found if lemma not in reader.lexicon.french]
    for lemma in sorted(unlisted, key=lambda lemma: (-found[lemma].total(), lemma)):
        yield lemma, found[lemma].total(), ", ".join(form for form, _ in found[lemma].most_common(3))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--missing", type=Path, metavar="FOLDER")
    folder = parser.parse_args().missing
    reader = BilingualReader()
    print(f"| {'French texts':24} | lemmas | listed | of all words | understood |\n|---|---|---|---|---|")
    for name, texts in french_texts().items():
        found = lemmas(reader, texts)
        one = coverage(reader, found)
        shares = (one.listed / one.lemmas, one.tokens_listed / one.tokens, one.understood / one.lemmas)
        print(
            f"| {name:24} | {one.lemmas:6,} | {shares[0]:.3f} | {shares[1]:.3f} | {shares[2]:.3f} |",
            flush=True,
        )
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / f"{name.split()[0]}.tsv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, delimiter="\t").writerows(missing(reader, found))


if __name__ == "__main__":
    main()
