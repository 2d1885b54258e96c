"""Building the index: by the worker or a command, never within a request."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.core import jobs
from matchmaker.extensions import db
from matchmaker.matching import snapshots, terms
from matchmaker.matching.documents import document
from matchmaker.matching.engine import FieldReader, Language, SnapshotError, TextIndex
from matchmaker.matching.entries import TEXTS, Entries
from matchmaker.matching.reading import reader
from matchmaker.matching.snapshots import Published, Snapshot
from matchmaker.matching.storage import storage
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import WITH_DETAILS, is_listed

BATCH = 500
LOCK = "matching.publish"


def build() -> Published:
    """Index every published profile and make the snapshot current."""
    store = storage()
    with store.draft() as draft:
        read = reader(terms.copied(store, draft))
        index, entries, as_of = _indexed(read)
        return snapshots.publish(store, draft, index, entries, as_of)


def _indexed(read: FieldReader) -> tuple[TextIndex, Entries, datetime]:
    """Return the index of every published profile, their entries, and up to when it knows every change."""
    texts: list[str] = []
    languages: list[Language | None] = []
    parts = [Entries.of([], read)]
    with Session(db.engine) as session:  # of its own: it lets go of each batch once it is read
        as_of = session.scalar(select(func.clock_timestamp()))
        assert isinstance(as_of, datetime)
        for batch in _published(session):
            documents = [document(organisation) for organisation in batch]
            parts.append(Entries.of(batch, read, documents))
            texts += [text for one in documents for text in (one.offers, one.seeks)]
            languages += [one.language for one in documents for _ in range(TEXTS)]
    return TextIndex(read).fit(texts, languages), Entries.joined(parts), as_of


def _published(session: Session) -> Iterator[Sequence[Organisation]]:
    """Yield the published profiles by id, a batch in memory at a time."""
    last = 0
    while True:
        statement = (
            select(Organisation)
            .where(is_listed(), Organisation.id > last)
            .order_by(Organisation.id)
            .limit(BATCH)
            .options(*WITH_DETAILS)
        )
        batch = session.scalars(statement).unique().all()
        if not batch:
            return
        last = batch[-1].id
        yield batch
        session.expunge_all()


def is_behind() -> bool:
    """Return whether profiles or terms changed since the snapshot, or there is none that can be read."""
    snapshot = _readable()
    if snapshot is None or snapshot.terms_name != terms.learnt(storage()).name:
        return True
    newest = db.session.scalar(select(func.max(Organisation.changed_at)))
    return newest is not None and newest > snapshot.published.as_of


def request_at_once() -> None:
    """Let the worker look at the index now rather than at the next full minute."""
    jobs.defer(db.session, publish_if_behind, queueing_lock=LOCK, timestamp=0)
    db.session.commit()


def _readable() -> Snapshot | None:
    try:
        return snapshots.open_current(storage(), verify=False)
    except SnapshotError:
        return None


@jobs.queue.periodic(cron="* * * * *")
@jobs.job("matching.publish_if_behind", queueing_lock=LOCK, lock=LOCK)
def publish_if_behind(timestamp: int) -> None:
    """Build the index anew where profiles changed since the last time."""
    store = storage()
    if _readable() is None:
        snapshots.withdraw(store)
    if is_behind():
        if terms.are_behind(store):
            terms.learn_anew(store)
        build()


@jobs.queue.periodic(cron="17 3 * * *")
@jobs.job("matching.learn_terms", queueing_lock="matching.learn_terms", lock=LOCK)
def learn_terms(timestamp: int) -> None:
    """Learn each night from profiles written in both languages; the next build reads with it."""
    terms.learn_anew(storage())
