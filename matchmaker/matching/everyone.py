"""`flask --app wsgi match all`: everyone against everyone, a line at a time, for digests and programs."""

import csv
import json
from collections.abc import Callable, Iterator
from typing import Any, TextIO

import click
from flask.cli import with_appcontext
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

BATCH = 200
COLUMNS = ("organisation_id", "kind", "place", "other_id", "score", "band", "model_version", "parts")
STAFF = User(id=0, role=Role.STAFF, staff_hub=Hub.PARIS)
MEMBER = User(id=0, role=Role.MEMBER)


def rows(
    view: View, moment: Moment, reader: User, limit: int, share: tuple[int, int]
) -> Iterator[dict[str, Any]]:
    """Yield the first `limit` recommendations of each kind for each published organisation, by id.

    Of `share` (part, parts) only every so-manieth organisation is ranked, from the part-th on, in the order
    of its page; who is left out there is left out here. One batch of organisations is in memory at a time.
    """
    for organisation in _published(*share):
        for kind in service.kinds_for(organisation):
            found = service.ranked(organisation, kind, reader, limit=limit, moment=moment)
            yield from (
                _row(organisation, kind, place, one, view.model.version)
                for place, one in enumerate(found, start=1)
            )


def _published(part: int, parts: int) -> Iterator[Organisation]:
    last = 0
    while True:
        statement = (
            select(Organisation)
            .where(
                Organisation.status == ProfileStatus.PUBLISHED,
                Organisation.id > last,
                Organisation.id % parts == part - 1,
            )
            .order_by(Organisation.id)
            .limit(BATCH)
            .options(*WITH_DETAILS)
        )
        with Session(db.engine) as session:
            batch = session.scalars(statement).unique().all()
            session.expunge_all()
        if not batch:
            return
        last = batch[-1].id
        yield from batch


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
@with_appcontext
def everyone(limit: int, format_: str, output: TextIO, as_member: bool, part: str) -> None:
    """Rank everyone against everyone, a line for each recommendation as it is found."""
    share = _share(part)
    try:
        view = served.view()
    except NotReady:  # a command may build what a page has to wait for
        build.build()
        view = served.view()
    write = WRITERS[format_](output)
    for row in rows(view, moments.now(), MEMBER if as_member else STAFF, limit, share):
        write(row)


def _share(part: str) -> tuple[int, int]:
    first, slash, last = part.partition("/")
    if not (slash and first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last)):
        raise click.BadParameter("expected a part of parts, such as 2/8", param_hint="--part")
    return int(first), int(last)
