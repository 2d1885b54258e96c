"""The numbers of the desk as tables: each row with what it counts, and the length of its bar."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _
from sqlalchemy import Row

from matchmaker.core.presentation import label
from matchmaker.introductions import wording
from matchmaker.introductions.desk import figures
from matchmaker.introductions.desk.figures import Period
from matchmaker.introductions.workflow import OPEN, Status
from matchmaker.profiles.imports.cells import guard
from matchmaker.taxonomy import Currency, Hub, Kind


@dataclass(frozen=True)
class Share:
    """A part of a whole, in [0, 1]."""

    value: float

    def __str__(self) -> str:
        return f"{self.value:.3f}"


Cell = int | float | Share | None  # None where there is nothing to share out
"""What stands in a cell."""


@dataclass(frozen=True)
class Line:
    """One row: its name, its cells, and its bar as a share of the longest in [0, 1].

    Cells are numbers where they can be: a page writes them as its reader does, a file with a decimal point.
    """

    name: str
    cells: tuple[Cell, ...]
    share: float


@dataclass(frozen=True)
class Table:
    """Numbers that are read against one another; `code` names them in files and addresses."""

    code: str
    title: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    remark: str = ""


def all_of(period: Period) -> list[Table]:
    """Return the tables of the page, in its order."""
    return [
        _funnel(period),
        _came_of(period),
        _states(period),
        _hours(period),
        _acceptance(period),
        _in_time(period),
        _stalled(period),
        _load(period),
    ]


def write(output: IO[str], tables: Sequence[Table]) -> None:
    """Write the tables as CSV, one number a row; cells that a spreadsheet would compute are guarded."""
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(("table", "row", "column", "value"))
    for table in tables:
        for line in table.lines:
            for heading, cell in zip(table.headings[1:], line.cells, strict=True):
                value = "" if cell is None else str(cell)
                writer.writerow([guard(text) for text in (table.code, line.name, heading, value)])


def _funnel(period: Period) -> Table:
    found = figures.reached(period)
    steps = (
        (_("Sent"), found.sent),
        (_("Approved"), found.approved),
        (_("Put before the counterpart"), found.asked),
        (_("Introduced"), found.introduced),
        (_("With an outcome"), found.outcomes),
    )
    lines = tuple(
        Line(name, (number, _share(number, found.sent)), _part(number, found.sent)) for name, number in steps
    )
    headings = (_("Step"), _("Introductions"), _("Of those sent"))
    return Table("funnel", _("How far introductions came"), headings, lines)


def _came_of(period: Period) -> Table:
    found = figures.came_of(period)
    most = max((one.number for one in found), default=0)
    lines = tuple(
        Line(
            label(one.type),
            (one.number, *(int(amount) for amount in one.invested.values()), *one.jobs.values()),
            _part(one.number, most),
        )
        for one in found
    )
    money = (_("Invested, %(currency)s", currency=code) for code in Currency)
    jobs = (_("Jobs: %(city)s", city=label(hub)) for hub in Hub)
    headings = (_("Outcome"), _("Times"), *money, *jobs)
    return Table("outcomes", _("What came of introductions"), headings, lines)


def _states(period: Period) -> Table:
    return _counted("states", _("Where they stand now"), figures.states(period))


def _stalled(period: Period) -> Table:
    return _counted("stalled", _("What stands still"), figures.standing_still(period), only=OPEN)


def _counted(
    code: str, title: str, counts: dict[Status, int], only: frozenset[Status] = frozenset(Status)
) -> Table:
    most = max(counts.values(), default=0)
    lines = tuple(
        Line(str(name), (counts.get(status, 0),), _part(counts.get(status, 0), most))
        for status, name in wording.STATUS.items()
        if status is not Status.DRAFT and status in only
    )
    return Table(code, title, (_("State"), _("Introductions")), lines)


def _hours(period: Period) -> Table:
    found = figures.hours_in_states(period)
    longest = max((median for _count, median in found.values()), default=0)
    lines = tuple(
        Line(str(name), (round(found[status][1], 1), found[status][0]), _part(found[status][1], longest))
        for status, name in wording.STATUS.items()
        if status in found and status is not Status.DRAFT
    )
    headings = (_("State"), _("Median hours"), _("Times it was left"))
    return Table("hours", _("How long each state lasts"), headings, lines, _("Days off count as well."))


def _acceptance(period: Period) -> Table:
    headings = (
        _("Direction and kind"),
        *(_("Accepted"), _("Declined"), _("Expired"), _("Of all that ended")),
    )
    lines = tuple(_accepted(row) for row in figures.answers(period))
    return Table("acceptance", _("Answers of counterparts, by direction and kind"), headings, lines)


def _accepted(row: Row[Hub, Hub, Kind, int, int, int]) -> Line:
    asking, asked, kind, accepted, declined, expired = row
    ended = accepted + declined + expired
    name = _("%(one)s to %(other)s: %(kind)s", one=label(asking), other=label(asked), kind=label(kind))
    cells = (accepted, declined, expired, _share(accepted, ended))
    return Line(name, cells, _part(accepted, ended))


def _in_time(period: Period) -> Table:
    kept, known = figures.decided_in_time(period)
    answered = [(row[3] + row[4], row[5]) for row in figures.answers(period)]
    given, missed = sum(one for one, _rest in answered), sum(rest for _one, rest in answered)
    rows = (
        (_("Staff, before the other city may decide"), kept, known),
        (_("Counterparts, before the request expires"), given, given + missed),
    )
    lines = tuple(
        Line(name, (number, of, _share(number, of)), _part(number, of)) for name, number, of in rows
    )
    headings = (_("Who"), _("In time"), _("Of"), _("Share"))
    return Table("in_time", _("Answers given in time"), headings, lines)


def _load(period: Period) -> Table:
    found = figures.load(period)
    most = max((row[3] for row in found), default=0)
    lines = tuple(
        Line(f"{name or email} ({label(hub)})", (held, steps), _part(held, most))
        for name, email, hub, held, steps in found
    )
    headings = (_("Colleague"), _("Open matters in hand"), _("Steps taken"))
    return Table("load", _("Who has how much in hand"), headings, lines)


def shown(cell: Cell) -> str:
    """Return a cell as the reader of the page writes numbers: "1 234", "2,5" and "33 %" in French."""
    if cell is None:
        return "–"
    if isinstance(cell, Share):
        return str(format_percent(cell.value))
    return str(format_decimal(cell, format="#,##0.0" if isinstance(cell, float) else None))


def _share(number: float, of: float) -> Share | None:
    return Share(number / of) if of else None


def _part(number: float, of: float) -> float:
    return number / of if of else 0.0
