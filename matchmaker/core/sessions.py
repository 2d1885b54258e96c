"""Server-side sessions in our own table, read and written in a transaction of their own."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from flask import Flask
from flask_session.base import ServerSideSession, ServerSideSessionInterface
from sqlalchemy import LargeBinary, String, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.core import clock, jobs
from matchmaker.extensions import Model, db


class StoredSession(Model):
    """The content of one session under the hash-free, unguessable id that the cookie bears."""

    __tablename__ = "sessions"

    session_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class _MessagePack:
    """Encodes a session without ever unpickling what it reads."""

    def encode(self, session: ServerSideSession) -> bytes:
        return msgspec.msgpack.encode(dict(session))

    def decode(self, data: bytes) -> dict[str, Any]:
        decoded: dict[str, Any] = msgspec.msgpack.decode(data)
        return decoded


class DatabaseSessions(ServerSideSessionInterface):  # type: ignore[misc]
    """flask-session's interface over `StoredSession`, apart from the request's own transaction."""

    ttl = True

    def __init__(self, app: Flask) -> None:
        super().__init__(app, key_prefix="", serialization_format="msgpack", sid_length=32)
        self.serializer = _MessagePack()

    def _retrieve_session_data(self, store_id: str) -> dict[str, Any] | None:
        statement = select(StoredSession.data).where(
            StoredSession.session_id == store_id, StoredSession.expires_at > clock.now()
        )
        with db.engine.connect() as connection:
            data = connection.scalar(statement)
        return None if data is None else self.serializer.decode(data)

    def _delete_session(self, store_id: str) -> None:
        with db.engine.begin() as connection:
            connection.execute(delete(StoredSession).where(StoredSession.session_id == store_id))

    def _upsert_session(self, session_lifetime: timedelta, session: ServerSideSession, store_id: str) -> None:
        values = {"data": self.serializer.encode(session), "expires_at": clock.now() + session_lifetime}
        statement = insert(StoredSession).values(session_id=store_id, **values)
        with db.engine.begin() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["session_id"], set_=values))


def init_app(app: Flask) -> None:
    """Keep this application's sessions in the database."""
    app.config.update(SESSION_PERMANENT=True, PERMANENT_SESSION_LIFETIME=timedelta(days=14))
    app.config.update(SESSION_REFRESH_EACH_REQUEST=False)
    app.session_interface = DatabaseSessions(app)


@jobs.queue.periodic(cron="17 3 * * *")
@jobs.job("core.delete_expired_sessions", queueing_lock="delete_expired_sessions")
def delete_expired(timestamp: int) -> None:
    """Delete the sessions that nobody can use any more."""
    with db.engine.begin() as connection:
        connection.execute(delete(StoredSession).where(StoredSession.expires_at <= clock.now()))
