"""How often organisations are shown: counted by the worker, a number for each organisation and day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from flask import Flask, Response, current_app
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from matchmaker.core import clock, jobs
from matchmaker.extensions import db
from matchmaker.matching.order_models import Impressions
from matchmaker.profiles.models import Organisation

KEPT = 365  # days: long enough to tell who waited longest


def noted(response: Response, viewer: Organisation, place: str, ids: Sequence[int]) -> Response:
    """Let the worker count `ids` as shown to `viewer` today; enqueued once the response is out.

    place: which list and page it was. Counted once a day for each, so that reloading counts for nothing.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy's own
    viewer_id = viewer.id  # the request's session is gone by then

    def enqueue() -> None:
        with app.app_context():
            _enqueue(f"impressions-{viewer_id}-{place}", ids)

    if ids:
        response.call_on_close(enqueue)
    return response


def _enqueue(name: str, ids: Sequence[int]) -> None:
    day = clock.today()
    jobs.defer(
        db.session,
        count,
        at=datetime.combine(day + timedelta(days=1), time(), UTC),
        queueing_lock=f"{name}-{day}",
        ids=",".join(map(str, ids)),
        day=day.isoformat(),
    )
    db.session.commit()


@jobs.job("matching.count_impressions", lock="matching.count_impressions")
def count(ids: str, day: str) -> None:
    """Count one impression on `day` (ISO) for each organisation of `ids`, which commas separate."""
    add([int(one) for one in ids.split(",")], date.fromisoformat(day))
    db.session.execute(delete(Impressions).where(Impressions.day < clock.today() - timedelta(days=KEPT)))
    db.session.commit()


def add(ids: Sequence[int], day: date) -> None:
    """Add one to each organisation that is still there, in the caller's transaction."""
    there = db.session.scalars(select(Organisation.id).where(Organisation.id.in_(ids))).all()
    if not there:
        return
    rows = [{"organisation_id": one, "day": day, "times": 1} for one in there]
    statement = insert(Impressions).values(rows)
    more = {"times": Impressions.times + 1}
    db.session.execute(statement.on_conflict_do_update(index_elements=["organisation_id", "day"], set_=more))
