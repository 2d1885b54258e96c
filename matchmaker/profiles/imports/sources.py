"""What several sources say of one firm, as one row of the canonical file. Pure."""

from collections.abc import Mapping

from matchmaker.profiles import rules
from matchmaker.profiles.imports.cells import split
from matchmaker.profiles.imports.translate import bounded

_TEXTS = {
    f"{stem}_{lang}": rules.LIMITS[f"description_{lang}"]
    for stem in ("description", "thesis")
    for lang in ("fr", "en")
}
_LISTS = {"sectors": rules.MAX_SECTORS, "themes": 100, "stages": 100, "accepted_hubs": 100}


def merge(said: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return the cells that all sources give together, the source that came first leading.

    Texts are joined paragraph by paragraph, lists item by item; of anything else the first stated counts.
    """
    if len(said) == 1:
        return dict(next(iter(said.values())))
    merged: dict[str, str] = {}
    for column in dict.fromkeys(name for cells in said.values() for name in cells):
        stated = [cell for cells in said.values() if (cell := cells.get(column, "")).strip()]
        merged[column] = _merged(column, stated)
    merged.pop("lang", None)  # follows from the texts
    return merged


def _merged(column: str, stated: list[str]) -> str:
    if column in _TEXTS:
        paragraphs = dict.fromkeys(part for cell in stated for part in cell.split("\n\n"))
        return bounded(list(paragraphs), _TEXTS[column])[0]
    if column in _LISTS:
        items = dict.fromkeys(item for cell in stated for item in split(cell))
        return ";".join(list(items)[: _LISTS[column]])
    return stated[0] if stated else ""
