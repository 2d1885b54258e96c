"""`flask --app wsgi match ...`: build the index, print recommendations, measure them."""

import json
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy import or_, select

from matchmaker.accounts.models import User
from matchmaker.core.permissions import Role
from matchmaker.core.text import fold
from matchmaker.extensions import db
from matchmaker.matching import build as building
from matchmaker.matching import evaluation, evaluation_report, learning, learning_report, service, terms
from matchmaker.matching.served import NotReady
from matchmaker.matching.service import Recommendation
from matchmaker.matching.storage import storage
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import WITH_DETAILS
from matchmaker.taxonomy import Hub, Kind, label

match = AppGroup("match", help="Build the matching index and look at what it says.")


@match.command("build")
def build() -> None:
    """Index every published profile and publish the snapshot."""
    click.echo(building.build().name)


@match.command("learn-terms")
def learn_terms() -> None:
    """Learn translations from profiles written in both languages, and build the index with them."""
    found = terms.learn_anew(storage())
    click.echo(f"{found.name or 'nothing learnt'} from {found.profiles} profiles in both languages")
    click.echo(building.build().name)


@match.command("learn")
def learn_weights() -> None:
    """Learn weights from the decisions so far, as the worker does each night."""
    click.echo(learning_report.told(learning.learn_anew()))


@match.command("recommend")
@click.argument("organisation")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), required=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON with scores, parts and reasons.")
@click.option("--as-member", is_flag=True, help="Leave out what members may not see yet.")
def recommend(organisation: str, kind: str, limit: int, as_json: bool, as_member: bool) -> None:
    """Print what the page shows to ORGANISATION, given by id, registry id, import id or name."""
    viewpoint = _found(organisation)
    reader = User(id=0, role=Role.MEMBER) if as_member else User(id=0, role=Role.STAFF, staff_hub=Hub.PARIS)
    wanted = Kind(kind)
    if wanted not in service.kinds_for(viewpoint):
        raise click.ClickException(f"a {viewpoint.kind} is not introduced to a {kind}")
    try:
        found = service.recommend(viewpoint, wanted, reader, limit=limit)
    except NotReady:  # a command may build what a page has to wait for
        building.build()
        found = service.recommend(viewpoint, wanted, reader, limit=limit)
    click.echo(
        json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=2) if as_json else _table(found)
    )


@match.command("evaluate")
@click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), help="Draw the figures into a file.")
@click.option("--viewers", type=click.IntRange(1), default=1000, show_default=True)
def evaluate(svg: Path | None, viewers: int) -> None:
    """Compare the ranking with what people decided: nDCG, recall, and how evenly it shows whom it may.

    Coverage and exposure are read from the first ten of so many VIEWERS, drawn alike each time.
    """
    try:
        lines = evaluation.evaluate(viewers)
    except NotReady:
        building.build()
        lines = evaluation.evaluate(viewers)
    click.echo(evaluation_report.table(lines))
    if svg is not None:
        svg.write_text(evaluation_report.picture(lines), encoding="utf-8")


def _found(wanted: str) -> Organisation:
    same = [
        Organisation.registry_id == wanted,
        Organisation.import_id == wanted,
        Organisation.sort_key == fold(wanted),
    ]
    if wanted.isdecimal() and len(wanted) < 9:
        same.append(Organisation.id == int(wanted))
    found = db.session.scalars(select(Organisation).where(or_(*same)).options(*WITH_DETAILS)).unique().all()
    if len(found) != 1:
        listed = "".join(f"\n  {one.id}  {one.kind}  {one.hub}  {one.name}" for one in found[:20])
        raise click.ClickException(f"{len(found)} organisations answer to {wanted!r}{listed}")
    return found[0]


def _plain(one: Recommendation) -> dict[str, Any]:
    reasons = one.reasons
    return {
        "id": one.organisation.id,
        "name": one.face.title,
        "registry_id": one.organisation.registry_id if one.face.name else None,
        "import_id": one.organisation.import_id if one.face.name else None,
        "score": round(one.score, 6),
        "band": one.band,
        "parts": {part.name: round(part.contribution, 6) for part in one.parts},
        "reasons": {
            "shared_terms": list(reasons.terms),
            "they_offer_what_you_seek": [label(code, "en") for code in reasons.they_offer],
            "they_seek_what_you_offer": [label(code, "en") for code in reasons.they_seek],
            "sectors": [label(code, "en") for code in reasons.sectors],
            "themes": [label(code, "en") for code in reasons.themes],
        },
    }


def _table(found: list[Recommendation]) -> str:
    return "\n".join(
        f"{one.score:.3f}  {one.band:8}  {one.organisation.id:>6}  {one.face.title}"
        f"  [{', '.join(one.reasons.terms)}]"
        for one in found
    )
