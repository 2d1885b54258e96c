"""Several rows of one firm as one: texts and lists joined, newest first, of all else the newest. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from matchmaker.core.text import fold
from matchmaker.profiles import registry
from matchmaker.profiles.imports.mapping import Field, Mapping
from matchmaker.profiles.imports.translate import LEFT_OUT, Translated, bounded
from matchmaker.taxonomy import Hub


def group(rows: Iterable[Translated], mapping: Mapping) -> list[list[Translated]]:
    """Return the rows of each firm, newest first; firms in the order in which the file names them.

    The registry number tells a firm where it is valid. A row without one joins the firm of that number which
    alone bears its name, else those that bear its name.
    """
    listed = list(rows)
    if mapping.group is None:
        return [[row] for row in listed]
    named: defaultdict[str, set[str]] = defaultdict(set)
    for row in listed:
        if number := _number(row):
            named[_name(row)].add(number)
    firms: defaultdict[tuple[str, str], list[Translated]] = defaultdict(list)
    for row in listed:
        firms[_key(row, named)].append(row)
    return [sorted(firm, key=lambda row: row.newest, reverse=True) for firm in firms.values()]


def _key(row: Translated, named: defaultdict[str, set[str]]) -> tuple[str, str]:
    number, name = _number(row), _name(row)
    if not number and len(named.get(name, ())) == 1:
        number = next(iter(named[name]))
    return ("number", number) if number else ("name", name)


def _number(row: Translated) -> str:
    number = registry.normal(row.cells.get("registry_id", ""), Hub.PARIS)
    return number if registry.is_valid(number, Hub.PARIS) else ""


def _name(row: Translated) -> str:
    return fold(row.cells.get("name", ""))


def join(firm: Sequence[Translated], mapping: Mapping) -> Translated:
    """Return one row for the rows of a firm, which come newest first."""
    newest = firm[0]
    if len(firm) == 1:
        return replace(newest, cells=_completed(newest.cells, mapping))
    warnings = [warning for row in firm for warning in row.warnings]
    cells: dict[str, str] = {}
    for column in dict.fromkeys(name for row in firm for name in row.cells):
        stated = [cell for row in firm if (cell := row.cells.get(column, ""))]
        cells[column], left_out = _joined(stated, mapping.fields.get(column, Field(form="line")))
        if left_out and LEFT_OUT not in warnings:
            warnings.append(LEFT_OUT)
    return Translated(newest.row, _completed(cells, mapping), tuple(warnings), newest.newest)


def _completed(cells: dict[str, str], mapping: Mapping) -> dict[str, str]:
    """Fill what is still empty from other cells, where the mapping says how."""
    patterns = {column: rule.otherwise for column, rule in mapping.fields.items() if rule.otherwise}
    return cells | {column: text.format_map(cells) for column, text in patterns.items() if not cells[column]}


def _joined(stated: list[str], rule: Field) -> tuple[str, bool]:
    if rule.codes is not None:
        items = dict.fromkeys(item for cell in stated for item in cell.split(rule.joined))
        return rule.joined.join(list(items)[: rule.most]), False
    if rule.form == "text" and rule.limit:
        paragraphs = dict.fromkeys(part for cell in stated for part in cell.split("\n\n"))
        return bounded(list(paragraphs), rule.limit)
    return (stated[0] if stated else ""), False
