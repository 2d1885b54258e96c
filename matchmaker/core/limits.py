"""Rate limits counted in PostgreSQL, so that all web processes share them."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from limits.storage import Storage
from sqlalchemy import String, case, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.core import clock
from matchmaker.extensions import Model, db, limiter


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


def init_app(app: Flask) -> None:
    """Bind the limiter to the database of this application."""
    app.config.update(RATELIMIT_STORAGE_URI="passerelle://", RATELIMIT_HEADERS_ENABLED=True)
    limiter.init_app(app)
