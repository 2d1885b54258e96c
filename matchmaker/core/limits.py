"""Rate limits counted in PostgreSQL, so that all web processes share them."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, after_this_request, current_app
from flask.wrappers import Response
from flask_babel import lazy_gettext as _l
from limits import RateLimitItem, parse
from limits.storage import Storage
from sqlalchemy import String, case, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.core import clock, jobs, tokens
from matchmaker.core.errors import DomainError
from matchmaker.extensions import Model, db, limiter


class TooManyAttempts(DomainError):
    """The limit of attempts is reached; the answer says when to come back."""

    status = 429
    default = _l("There were too many attempts. Please wait a few minutes, then try again.")


class RateCounter(Model):
    """How often a key was hit in the window that ends at `expires_at`."""

    __tablename__ = "rate_counters"

    key: Mapped[str] = mapped_column(String(400), primary_key=True)
    hits: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class PostgresStorage(Storage):
    """Counts with one UPSERT, in a transaction of its own; call within an application context."""

    STORAGE_SCHEME = ["passerelle"]  # noqa: RUF012  (the library reads it as is)

    @property
    def base_exceptions(self) -> type[Exception]:
        """The error that a failing store raises."""
        return Exception

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add `amount` hits to `key`, whose window lasts `expiry` seconds, and return the count."""
        now, table = clock.now(), RateCounter
        over = table.expires_at <= now
        statement = insert(table).values(
            key=key[:400], hits=amount, expires_at=now + timedelta(seconds=expiry)
        )
        upsert = statement.on_conflict_do_update(
            index_elements=["key"],
            set_={
                "hits": case((over, amount), else_=table.hits + amount),
                "expires_at": case((over, statement.excluded.expires_at), else_=table.expires_at),
            },
        ).returning(table.hits)
        with db.engine.begin() as connection:
            return int(connection.execute(upsert).scalar_one())

    def get(self, key: str) -> int:
        """Return the hits of `key` in the window under way."""
        found = self._row(key)
        return found[0] if found else 0

    def get_expiry(self, key: str) -> float:
        """Return when the window of `key` ends, in seconds of the epoch."""
        found = self._row(key)
        return found[1].timestamp() if found else clock.now().timestamp()

    def check(self) -> bool:
        """Return whether the store answers."""
        with db.engine.connect() as connection:
            return connection.scalar(select(1)) == 1

    def reset(self) -> int:
        """Forget every count and return how many there were."""
        with db.engine.begin() as connection:
            return int(connection.execute(delete(RateCounter)).rowcount)

    def clear(self, key: str) -> None:
        """Forget the count of `key`."""
        with db.engine.begin() as connection:
            connection.execute(delete(RateCounter).where(RateCounter.key == key[:400]))

    def _row(self, key: str) -> tuple[int, datetime] | None:
        statement = select(RateCounter.hits, RateCounter.expires_at).where(
            RateCounter.key == key[:400], RateCounter.expires_at > clock.now()
        )
        with db.engine.connect() as connection:
            row: Any = connection.execute(statement).one_or_none()
        return (row.hits, row.expires_at) if row else None


def spend(scope: str, subject: str, *rates: str) -> None:
    """Count one attempt of `subject` within `scope`; raise TooManyAttempts where one of `rates` is used up.

    `rates` are written as `10 per 10 minutes`. Of `subject`, which may be an address, only a hash is kept.
    Call in a request, before anything costly. Does nothing while RATELIMIT_ENABLED is off.
    """
    if not current_app.config["RATELIMIT_ENABLED"]:
        return
    for rate in map(parse, rates):
        if not limiter.limiter.hit(rate, scope, tokens.digest(subject)):
            _announce(rate, scope, subject)
            raise TooManyAttempts


def forgive(scope: str, subject: str, *rates: str) -> None:
    """Forget the attempts of `subject` within `scope`, as after a success."""
    for rate in map(parse, rates):
        limiter.limiter.clear(rate, scope, tokens.digest(subject))


def _announce(rate: RateLimitItem, scope: str, subject: str) -> None:
    """Let the answer say in how many seconds the window ends."""
    ends = limiter.limiter.get_window_stats(rate, scope, tokens.digest(subject)).reset_time
    seconds = max(1, round(ends - clock.now().timestamp()))

    @after_this_request
    def _tell(response: Response) -> Response:
        response.headers["Retry-After"] = str(seconds)
        return response


def init_app(app: Flask) -> None:
    """Bind the limiter to the database of this application."""
    app.config.update(RATELIMIT_STORAGE_URI="passerelle://", RATELIMIT_HEADERS_ENABLED=True)
    app.config.setdefault("RATELIMIT_ENABLED", True)
    limiter.init_app(app)


@jobs.queue.periodic(cron="37 * * * *")
@jobs.job("core.delete_expired_counters", queueing_lock="delete_expired_counters")
def delete_expired(timestamp: int) -> None:
    """Delete the counts of windows that are over."""
    with db.engine.begin() as connection:
        connection.execute(delete(RateCounter).where(RateCounter.expires_at <= clock.now()))
