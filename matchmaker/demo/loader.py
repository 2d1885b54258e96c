"""Loading the demonstration: all of it or, where it is interrupted, nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.demo import files, following, introducing, living, registering
from matchmaker.demo.accounts import ADMIN
from matchmaker.demo.calendar import Calendar
from matchmaker.demo.world import World
from matchmaker.extensions import db
from matchmaker.introductions.models import Introduction
from matchmaker.matching import build
from matchmaker.profiles.models import Organisation

_LOCK = 20130320  # the day of the convention; any number that nobody else locks


def load(password: str) -> bool:
    """Make the accounts, organisations and introductions, and the matching index; False if they are there."""
    with _one_transaction():
        if _is_loaded():
            return False
        _make(password)
    build.build()
    return True


def summary() -> str:
    """Say how much there is, for whoever waits at the command line."""
    organisations = db.session.scalar(select(func.count()).select_from(Organisation))
    introductions = db.session.scalar(select(func.count()).select_from(Introduction))
    return f"{organisations} organisations, {introductions} introductions"


def _is_loaded() -> bool:
    return db.session.scalar(select(User.id).where(User.email == ADMIN)) is not None


def _make(password: str) -> None:
    world, calendar = World(), Calendar(clock.now())
    listed, people = list(files.organisations(clock.today())), files.people()
    registering.open_desk(world, calendar, password)
    registering.list_public_programmes(calendar)
    registering.register(world, calendar, listed, people, password)
    living.live(world, calendar, people)
    introducing.introduce(world, calendar, files.stories())
    following.follow(world, calendar)
    calendar.take()


@contextmanager
def _one_transaction() -> Iterator[None]:
    """Let the services commit into savepoints of one transaction, which a second loader waits for.

    The command line may be stopped at any moment; a demonstration half there could not be loaded again.
    """
    db.session.remove()
    with db.engine.connect() as connection, connection.begin():
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        plain = Session(bind=connection, join_transaction_mode="create_savepoint")
        db.session.registry.set(plain)  # type: ignore[arg-type]  # Flask-SQLAlchemy's own takes no connection
        try:
            yield
        finally:
            db.session.remove()
