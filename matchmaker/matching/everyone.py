"""`flask --app wsgi match all`: everyone against everyone, a line at a time, for digests and programs."""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

import click
from flask.cli import ScriptInfo, with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.accounts.models import User
from matchmaker.core.permissions import Role
from matchmaker.extensions import db
from matchmaker.matching import build, moments, served, service
from matchmaker.matching.engine import Moment, Ranked
from matchmaker.matching.served import NotReady, View
from matchmaker.profiles.models import Organisation, ProfileStatus
from matchmaker.profiles.policies import WITH_DETAILS
from matchmaker.taxonomy import Hub, Kind

BATCH = 50  # organisations: a second or two of work, so that a machine more is kept busy by small crowds too
COLUMNS = ("organisation_id", "kind", "place", "other_id", "score", "band", "model_version", "parts")
STAFF = User(id=0, role=Role.STAFF, staff_hub=Hub.PARIS)
MEMBER = User(id=0, role=Role.MEMBER)


@dataclass(frozen=True)
class Ranking:
    """What is ranked for each organisation of a batch, on this machine or on another: sent as it stands.

    as_member: leave out what members may not see yet; limit: of each kind; version: of the serving weights.
    """

    as_member: bool
    limit: int
    moment: Moment
    version: str

    def __call__(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        """Return the recommendations of each kind for each of `ids` that is still there, by id."""
        reader = MEMBER if self.as_member else STAFF
        return [
            _row(organisation, kind, place, one, self.version)
            for organisation in _loaded(ids)
            for kind in service.kinds_for(organisation)
            for place, one in enumerate(
                service.ranked(organisation, kind, reader, limit=self.limit, moment=self.moment), start=1
            )
        ]


def batches(share: tuple[int, int] = (1, 1)) -> Iterator[list[int]]:
    """Yield the ids of the published organisations, a batch in memory at a time.

    Of `share` (part, parts) only those of every so-manieth organisation, from the part-th on.
    """
    part, parts = share
    last = 0
    while True:
        statement = (
            select(Organisation.id)
            .where(
                Organisation.status == ProfileStatus.PUBLISHED,
                Organisation.id > last,
                Organisation.id % parts == part - 1,
            )
            .order_by(Organisation.id)
            .limit(BATCH)
        )
        with Session(db.engine) as session:
            batch = list(session.scalars(statement))
        if not batch:
            return
        last = batch[-1]
        yield batch


def rows(ranking: Ranking, share: tuple[int, int] = (1, 1)) -> Iterator[dict[str, Any]]:
    """Yield the rows of all organisations of `share`, by id, each in the order of its page."""
    for batch in batches(share):
        yield from ranking(batch)


def _loaded(ids: Sequence[int]) -> Sequence[Organisation]:
    statement = select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.id)
    with Session(db.engine) as session:
        found = session.scalars(statement.options(*WITH_DETAILS)).unique().all()
        session.expunge_all()
    return found


def _row(organisation: Organisation, kind: Kind, place: int, one: Ranked, version: str) -> dict[str, Any]:
    return {
        "organisation_id": organisation.id,
        "kind": kind.value,
        "place": place,
        "other_id": one.id,
        "score": round(one.score, 6),
        "band": one.band.value,
        "model_version": version,
        "parts": {part.name: round(part.contribution, 6) for part in one.parts},
    }


def _json_lines(file: TextIO) -> Callable[[dict[str, Any]], object]:
    return lambda row: file.write(json.dumps(row) + "\n")


def _csv(file: TextIO) -> Callable[[dict[str, Any]], object]:
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    return lambda row: writer.writerow({**row, "parts": json.dumps(row["parts"])})


WRITERS = {"jsonl": _json_lines, "csv": _csv}


@click.command("all")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="For each kind.")
@click.option("--format", "format_", type=click.Choice(list(WRITERS)), default="jsonl", show_default=True)
@click.option("--output", type=click.File("w", encoding="utf-8"), default="-", help="Where to write.")
@click.option("--as-member", is_flag=True, help="Leave out what members may not see yet.")
@click.option("--part", default="1/1", show_default=True, help="A share, as 2/8: for several processes.")
@click.option(
    "--scheduler", metavar="ADDRESS", help="Rank on the workers of a dask scheduler, as tcp://host:8786."
)
@with_appcontext
def everyone(
    *, limit: int, format_: str, output: TextIO, as_member: bool, part: str, scheduler: str | None
) -> None:
    """Rank everyone against everyone, a line for each recommendation as it is found."""
    share = _share(part)
    ranking = Ranking(as_member, limit, moments.now(), _view().model.version)
    write = WRITERS[format_](output)
    for row in rows(ranking, share) if scheduler is None else _farmed(scheduler, ranking, share):
        write(row)


def _view() -> View:
    try:
        return served.view()
    except NotReady:  # a command may build what a page has to wait for
        build.build()
        return served.view()


def _farmed(address: str, ranking: Ranking, share: tuple[int, int]) -> Iterator[dict[str, Any]]:
    try:
        from matchmaker.matching import farmed
    except ModuleNotFoundError as missing:
        raise click.ClickException(
            f"{missing.name} is missing: install this project's extra `distributed`"
        ) from missing
    try:
        client = farmed.connected(address)
    except (OSError, ValueError) as error:
        raise click.ClickException(f"no worker answers at {address}: {error}") from error
    app = click.get_current_context().ensure_object(ScriptInfo).app_import_path
    with client:
        yield from farmed.ranked(client, batches(share), ranking, app)


def _share(part: str) -> tuple[int, int]:
    first, slash, last = part.partition("/")
    if not (slash and first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last)):
        raise click.BadParameter("expected a part of parts, such as 2/8", param_hint="--part")
    return int(first), int(last)
