"""Background jobs on the same PostgreSQL, enqueued in the caller's own transaction."""

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any

import procrastinate
from flask import Flask, current_app
from procrastinate.manager import JobManager
from procrastinate.tasks import Task, configure_task
from psycopg.conninfo import make_conninfo
from sqlalchemy import text
from sqlalchemy.engine import make_url

from matchmaker.extensions import AnySession

STALLED_AFTER = 30.0  # seconds without a heartbeat until a job's worker is taken for dead

queue = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
# Enqueues on the session's connection only, so its own connector is never opened.
_outbox = JobManager(connector=procrastinate.SyncPsycopgConnector())


def job(name: str, **options: Any) -> Callable[[Callable[..., Any]], Task[Any, Any, Any]]:
    """Register a function as the task `name`; each run has an application context of its own."""

    def register(function: Callable[..., Any]) -> Task[Any, Any, Any]:
        @functools.wraps(function)
        def in_own_context(*args: Any, **kwargs: Any) -> Any:
            app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy's own
            with app.app_context():
                return function(*args, **kwargs)

        register_task: Callable[..., Task[Any, Any, Any]] = queue.task(name=name, **options)
        return register_task(in_own_context)

    return register


def defer(
    session: AnySession,
    task: Task[Any, Any, Any],
    *,
    at: datetime | None = None,
    lock: str | None = None,
    queueing_lock: str | None = None,
    **ids: int | str,
) -> None:
    """Enqueue `task` with `ids` as its arguments in the session's transaction: it runs only if that commits.

    With `queueing_lock`, raise nothing and enqueue nothing while such a job already waits.
    """
    deferrer = configure_task(
        name=task.name,
        job_manager=_outbox,
        lock=lock,
        queueing_lock=queueing_lock,
        schedule_at=at,
        queue=task.queue,
        connection=session.connection().connection.driver_connection,
    )
    if queueing_lock is None:
        deferrer.defer(**ids)
        return
    try:
        with session.begin_nested():  # a refused insert must not end the caller's transaction
            deferrer.defer(**ids)
    except procrastinate.exceptions.AlreadyEnqueued:
        return


def run_worker(app: Flask, *, wait: bool = True, concurrency: int = 2) -> None:
    """Run jobs until a signal, or with `wait=False` until none is due; call within `app`'s context."""
    conninfo = keywords(app.config["SQLALCHEMY_DATABASE_URI"])
    with queue.replace_connector(procrastinate.PsycopgConnector(conninfo=conninfo)):
        queue.run_worker(
            wait=wait,
            concurrency=concurrency,
            listen_notify=wait,
            install_signal_handlers=wait,
            delete_jobs="successful",
            fetch_job_polling_interval=1.0,
            update_heartbeat_interval=5.0,
            stalled_worker_timeout=STALLED_AFTER,
        )


def is_worker_alive(session: AnySession) -> bool:
    """Return whether a worker showed a sign of life of late."""
    seen = text("SELECT max(last_heartbeat) > now() - make_interval(secs => :s) FROM procrastinate_workers")
    return bool(session.scalar(seen, {"s": STALLED_AFTER}))


def failed_since(session: AnySession, moment: datetime) -> int:
    """Return how many jobs gave up since `moment`."""
    counted = text(
        "SELECT count(DISTINCT j.id) FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id"
        " WHERE j.status = 'failed' AND e.type = 'failed' AND e.at > :moment"
    )
    return int(session.scalar(counted, {"moment": moment}) or 0)


def keywords(database_url: str) -> str:
    """Return the address as keywords of libpq, which reads no "+" of a URL as the space it stands for."""
    url = make_url(database_url)
    _, parameters = url.get_dialect()().create_connect_args(url)
    return make_conninfo(**parameters)


@queue.periodic(cron="* * * * *")
@queue.task(name="core.retry_stalled_jobs", queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: procrastinate.JobContext, timestamp: int) -> None:
    """Give the jobs of a worker that was killed back to the queue; one whose like waits there is dropped.

    That one could not begin for as long as the other counts as being done.
    """
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        try:
            await manager.retry_job(stalled)
        except procrastinate.exceptions.UniqueViolation:
            await manager.finish_job(stalled, procrastinate.jobs.Status.FAILED, delete_job=True)
