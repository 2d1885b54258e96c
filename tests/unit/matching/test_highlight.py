"""Shared terms are marked in each one's own words."""

import pytest

from matchmaker.matching.engine import TextIndex, spans


def marked(text: str, *terms: str) -> list[str]:
    return [text[start:end] for start, end in spans(text, terms)]


@pytest.mark.parametrize(
    ("text", "terms", "expected"),
    [
        ("L'énergie, toute l’ÉNERGIE", ["energie"], ["énergie", "ÉNERGIE"]),
        ("retail AI, ai", ["ai"], ["AI", "ai"]),
        ("la réduction des déchets urbains", ["reduction dechets"], ["réduction des déchets"]),
        ("waste water waste", ["waste water", "water waste"], ["waste water waste"]),
        ("de\u0301chets <i>de</i> ville", ["dechets", "ville"], ["de\u0301chets", "ville"]),
        ("nothing here", ["absent", ""], []),
        ("", ["energy"], []),
    ],
)
def test_terms_are_found_as_their_author_wrote_them(text: str, terms: list[str], expected: list[str]) -> None:
    assert marked(text, *terms) == expected


def test_every_explained_term_stands_in_both_texts() -> None:
    asked, offered = (
        "Nous cherchons la réduction des déchets d'emballage",
        "Réduction de Déchets, emballages réemployés",
    )
    index = TextIndex().fit([offered])
    for query_term, document_term, _ in index.explain(asked, 0):
        assert marked(asked, query_term)
        assert marked(offered, document_term)
