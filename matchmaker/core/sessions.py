"""Server-side sessions in our own table, read and written in transactions of their own."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from flask import Flask, Request, current_app, g, session
from flask_session.base import ServerSideSession, ServerSideSessionInterface
from sqlalchemy import LargeBinary, String, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.core import clock, jobs, tokens
from matchmaker.extensions import Model, db

SIGNED_IN = timedelta(days=14)
SIGNED_OUT = timedelta(days=1)  # a visitor's session holds a form's token and a language, no more


class StoredSession(Model):
    """The content of one session under a hash of the cookie's id: a copy of the table opens none."""

    __tablename__ = "sessions"

    session_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class _Session(ServerSideSession):  # type: ignore[misc]
    stored = False  # whether there was a row of this id when the request began


class _MessagePack:
    """Encodes a session without ever unpickling what it reads; lazy texts become plain."""

    def encode(self, content: ServerSideSession) -> bytes:
        return msgspec.msgpack.encode(dict(content), enc_hook=str)

    def decode(self, data: bytes) -> dict[str, Any]:
        decoded: dict[str, Any] = msgspec.msgpack.decode(data)
        return decoded


class DatabaseSessions(ServerSideSessionInterface):  # type: ignore[misc]
    """flask-session's interface over `StoredSession`, apart from the request's own transaction."""

    session_class = _Session
    ttl = True

    def __init__(self, app: Flask) -> None:
        super().__init__(app, key_prefix="", serialization_format="msgpack", sid_length=32)
        self.serializer = _MessagePack()

    def open_session(self, app: Flask, request: Request) -> _Session:
        """Return the session of the request's cookie, or a new one under an id of our own choice."""
        opened: _Session = super().open_session(app, request)
        opened.stored = opened.sid == request.cookies.get(self.get_cookie_name(app))
        return opened

    def regenerate(self, session: Any) -> None:
        """Give the session a new id; the old one opens nothing any more."""
        self._delete_session(self._get_store_id(session.sid))
        session.sid = self._generate_sid(self.sid_length)
        session.stored = False
        session.modified = True

    def _get_store_id(self, sid: str) -> str:
        return tokens.digest(sid)

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

    def _upsert_session(self, session_lifetime: timedelta, session: _Session, store_id: str) -> None:
        lifetime = session_lifetime if "_user_id" in session else SIGNED_OUT
        values = {"data": self.serializer.encode(session), "expires_at": clock.now() + lifetime}
        with db.engine.begin() as connection:
            if session.stored:
                # Never an insert here: a request that ends after the log-out would bring the session back.
                connection.execute(
                    update(StoredSession).where(StoredSession.session_id == store_id).values(**values)
                )
            else:
                connection.execute(insert(StoredSession).values(session_id=store_id, **values))


def renew() -> None:
    """Give the session of the request a new id and new form tokens, as at every log-in."""
    _forget_form_token()
    _interface().regenerate(session)


def end() -> None:
    """Empty the session of the request but for the language, under a new id: its old cookie is dead."""
    language = session.get("locale")
    session.clear()
    _forget_form_token()
    if language:
        session["locale"] = language
    _interface().regenerate(session)


def _forget_form_token() -> None:
    name = current_app.config["WTF_CSRF_FIELD_NAME"]
    session.pop(name, None)
    g.pop(name, None)


def _interface() -> DatabaseSessions:
    interface = current_app.session_interface
    assert isinstance(interface, DatabaseSessions)
    return interface


def init_app(app: Flask) -> None:
    """Keep this application's sessions in the database."""
    app.config.update(SESSION_PERMANENT=True, PERMANENT_SESSION_LIFETIME=SIGNED_IN)
    app.config.update(SESSION_REFRESH_EACH_REQUEST=False)
    # A form's token lives as long as its session: whoever wrote for two hours loses nothing.
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    app.session_interface = DatabaseSessions(app)


@jobs.queue.periodic(cron="17 3 * * *")
@jobs.job("core.delete_expired_sessions", queueing_lock="delete_expired_sessions")
def delete_expired(timestamp: int) -> None:
    """Delete the sessions that nobody can use any more."""
    with db.engine.begin() as connection:
        connection.execute(delete(StoredSession).where(StoredSession.expires_at <= clock.now()))
