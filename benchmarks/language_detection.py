"""How often our detection of a text's language agrees with py3langid, and with what the data say it is.

    PYTHONPATH=. python benchmarks/language_detection.py

Each text of `canada_dev`, `ddtp_eval` and `laws_eval`, in both languages, and those of `real/`, in one;
py3langid may answer French or English only, as it may where we ask it. Texts come from $MATCHMAKER_DATA,
../shared/data where it is unset.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from bilingual_texts import real, rows
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from matchmaker.matching.engine.bilingual.languages import detect

Spoken = Sequence[tuple[str, str]]
"""Texts, and the language each is in."""


def sets() -> Iterator[tuple[str, Spoken]]:
    """The texts by the name of their set."""
    yield "programmes (canada_dev)", _both(rows("canada_dev"), "{}")
    yield "packages, long (ddtp_eval)", _both(rows("ddtp_eval"), "{}_long")
    yield "packages, short (ddtp_eval)", _both(rows("ddtp_eval"), "{}_short")
    yield "acts (laws_eval)", _both(rows("laws_eval"), "{}")
    yield "startups, summaries (i-Lab)", _one(real("ilab_laureats"), "Résumé", "fr")
    yield "startups, long (YC)", _one(real("yc_companies"), "long_description", "en")
    yield "startups, one line (YC)", _one(real("yc_companies"), "one_liner", "en")


def _both(held: Sequence[dict[str, str]], column: str) -> Spoken:
    return [(row[column.format(language)], language) for row in held for language in ("fr", "en")]


def _one(held: Sequence[dict[str, str]], column: str, language: str) -> Spoken:
    return [(row[column], language) for row in held if (row.get(column) or "").strip()]


def identifier() -> Any:
    """py3langid, which may answer French or English only."""
    found = LanguageIdentifier.from_model_file(MODEL_FILE)
    found.set_languages(["fr", "en"])
    return found


def main() -> None:
    """Measure and print."""
    peer = identifier()
    print("| texts | number | the two agree | ours right | py3langid right |\n|---|---|---|---|---|")
    for name, spoken in sets():
        ours = [detect(text) for text, _ in spoken]
        theirs = [peer.classify(text)[0] for text, _ in spoken]
        right = [language for _, language in spoken]
        shares = (_same(ours, theirs), _same(ours, right), _same(theirs, right))
        print(f"| {name} | {len(spoken):,} | " + " | ".join(f"{share:.4f}" for share in shares) + " |")


def _same(one: Sequence[str], other: Sequence[str]) -> float:
    return sum(map(str.__eq__, one, other)) / len(one)


if __name__ == "__main__":
    main()
