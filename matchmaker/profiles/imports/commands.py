"""`flask --app wsgi import organisations` and `export organisations`."""

import sys
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from matchmaker.core.errors import DomainError
from matchmaker.profiles import export
from matchmaker.profiles.imports import mapping, service
from matchmaker.profiles.imports.report import COUNTS, Report, rejects_csv
from matchmaker.profiles.imports.run import Order
from matchmaker.profiles.imports.translate import Selection
from matchmaker.taxonomy import Hub, Kind

KINDS = click.Choice([kind.value for kind in Kind])
HUBS = click.Choice([hub.value for hub in Hub])
imports = AppGroup("import", help="Bring organisations from files.")
exports = AppGroup("export", help="Write organisations to files.")


class SelectionType(click.ParamType[Selection]):
    """`COLUMN=PATTERN` on the command line."""

    name = "COLUMN=PATTERN"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Selection:
        """Return the selection; click tells the user where there is no equals sign."""
        column, sign, pattern = str(value).partition("=")
        if not sign or not column.strip():
            self.fail("write COLUMN=PATTERN, such as 'Région=*France*'", param, ctx)
        return Selection(column.strip(), pattern)


@imports.command("organisations")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=KINDS, required=True, help="What the organisations are.")
@click.option("--hub", type=HUBS, help="Where they are. A canonical file may say so in each row.")
@click.option("--mapping", "name", help="How a foreign file is read; without it the file is a canonical one.")
@click.option("--where", type=SelectionType(), multiple=True, help="Take only rows that fit; repeatable.")
@click.option("--dry-run", is_flag=True, help="Do everything, then take it back.")
@click.option("--publish", is_flag=True, help="Publish at once, without the check of staff.")
@click.option("--rejects", type=click.Path(dir_okay=False, path_type=Path), help="Where refused rows go.")
def import_organisations(  # noqa: PLR0917  (click passes the options by name)
    file: Path,
    kind: str,
    hub: str | None,
    name: str | None,
    where: tuple[Selection, ...],
    dry_run: bool,
    publish: bool,
    rejects: Path | None,
) -> None:
    """Import organisations from a CSV, CSV.gz or XLSX file; they stay unclaimed."""
    try:
        chosen = mapping.load(name) if name else None
        order = Order(Kind(kind), Hub(hub) if hub else None, chosen, where, publish, dry_run)
        with file.open("rb") as stream, _Bar() as bar:
            report = service.import_file(stream, file.name, order, bar.show)
    except DomainError as error:
        raise click.ClickException(str(error)) from None
    target = rejects or file.with_name(f"{file.name}.rejects.csv")
    _tell(report, order)
    if report.rejects and (rejects or not dry_run):
        _write_rejects(target, report)


def _write_rejects(target: Path, report: Report) -> None:
    try:
        target.write_text(rejects_csv(report.rejects), encoding="utf-8", newline="")
    except OSError as error:
        raise click.ClickException(
            f"the rejects cannot be written, name a file with --rejects: {error}"
        ) from None
    click.echo(f"Refused rows, with reasons: {target}")


def _tell(report: Report, order: Order) -> None:
    click.echo("Dry run: nothing was kept." if order.dry_run else "Import finished.")
    if report.encoding == "cp1252":
        click.echo("The file is not in UTF-8; it was read as Windows-1252. Look at a few accents.")
    click.echo(f"{'Rows read':<50}{report.read:>8}")
    for name, words in COUNTS.items():
        if report.counts[name] or name in ("new", "updated", "unchanged"):
            click.echo(f"{words!s:<50}{report.counts[name]:>8}")
    click.echo(f"{'Refused':<50}{len(report.rejects):>8}")
    for reason, count in report.reasons.most_common():
        click.echo(f"  {count} × {reason}")
    if report.warnings:
        click.echo("Left out or assumed:")
    for warning, count in report.warnings.most_common(20):
        click.echo(f"  {count} × {warning}")
    click.echo(f"{'Seconds':<50}{report.seconds:>8.1f}")


class _Bar:
    """A bar on a terminal, and a plain line now and then elsewhere."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        if sys.stderr.isatty():
            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            self._bar = Progress(*columns, console=Console(stderr=True))
            self._task = self._bar.add_task("Landing", total=None)

    def __enter__(self) -> "_Bar":
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def show(self, done: int, total: int) -> None:
        """Say that `done` of `total` firms are through."""
        if self._bar:
            self._bar.update(self._task, completed=done, total=total)
        else:
            click.echo(f"{done} of {total}", err=True)


@exports.command("organisations")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--kind", type=KINDS, required=True, help="What the organisations are.")
@click.option("--hub", type=HUBS, help="Only those of one hub.")
def export_organisations(file: Path, kind: str, hub: str | None) -> None:
    """Write the published organisations of a kind as a canonical CSV, without persons and contacts."""
    with file.open("w", encoding="utf-8", newline="") as output:
        written, kept_back = export.write(output, Kind(kind), Hub(hub) if hub else None)
    click.echo(f"{written} organisations written to {file}")
    if kept_back:
        click.echo(f"{kept_back} confidential ones left out: a file cannot keep their names.")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(imports)
    app.cli.add_command(exports)
