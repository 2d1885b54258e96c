"""What profiles written in both languages teach: translations of this service's own words."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from matchmaker.core import settings
from matchmaker.extensions import db
from matchmaker.matching.documents import without_name
from matchmaker.matching.engine.bilingual.alignment import FEWEST, learn
from matchmaker.matching.engine.bilingual.lexicon import lexicon_text
from matchmaker.matching.reading import Terms, reader
from matchmaker.matching.storage import Storage
from matchmaker.profiles.models import Organisation, ProfileStatus
from matchmaker.profiles.policies import OUTSIDER, WITH_DETAILS
from matchmaker.profiles.teaser import face

POINTER = "TERMS"
BATCH = 500
A_TENTH = 10  # of the profiles in both languages: as many new or gone ones are worth learning anew


@dataclass(frozen=True)
class Learnt:
    """The file of the terms learnt last, None where they taught nothing, and from how many profiles."""

    name: str | None
    profiles: int


def learnt(storage: Storage) -> Learnt:
    """Return what was learnt last."""
    text = storage.read(POINTER)
    if text is None:
        return Learnt(None, 0)
    stated = json.loads(text)
    return Learnt(stated["name"], stated["profiles"])


def learn_anew(storage: Storage) -> Learnt:
    """Learn from every published profile that is written in both languages, as every member may read it."""
    pairs = texts_in_both()
    entries = learn(pairs, reader())
    text = lexicon_text(entries)
    name = f"terms-{hashlib.sha256(text.encode()).hexdigest()[:16]}.tsv" if entries else None
    before, found = learnt(storage), Learnt(name, len(pairs))
    if name is not None:
        storage.write(name, text)
    storage.write(POINTER, json.dumps({"name": found.name, "profiles": found.profiles}))
    if before.name not in (None, name):
        storage.remove(str(before.name))
    return found


def are_behind(storage: Storage) -> bool:
    """Return whether the number of profiles in both languages changed by a tenth since."""
    number = db.session.scalar(select(func.count()).select_from(_in_both().subquery())) or 0
    then = learnt(storage).profiles
    return A_TENTH * abs(number - then) >= max(then, FEWEST)


def copied(storage: Storage, directory: Path) -> Terms | None:
    """Copy the terms learnt last into `directory`, and return them there; None where nothing was learnt."""
    name = learnt(storage).name
    text = None if name is None else storage.read(name)
    if name is None or text is None:
        return None
    (directory / name).write_text(text, encoding="utf-8")
    return Terms(name, directory / name)


def texts_in_both() -> list[tuple[str, str]]:
    """Return the French and the English text of each profile that has both, as every member may read them."""
    pairs: list[tuple[str, str]] = []
    with Session(db.engine) as session:  # of its own: it lets go of each batch once it is read
        ids = session.scalars(_in_both().order_by(Organisation.id)).all()
        for start in range(0, len(ids), BATCH):
            pairs += _texts(session, ids[start : start + BATCH])
            session.expunge_all()
    return pairs


def _texts(session: Session, ids: Sequence[int]) -> list[tuple[str, str]]:
    statement = (
        select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.id).options(*WITH_DETAILS)
    )
    shown = [(one.name, face(one, OUTSIDER).texts) for one in session.scalars(statement).unique()]
    return [
        (without_name(name, texts["fr"]), without_name(name, texts["en"]))
        for name, texts in shown
        if "fr" in texts and "en" in texts
    ]


def _in_both() -> Select[int]:
    """Select the ids of the profiles that members see, and that are written in both languages."""
    statement = select(Organisation.id).where(
        Organisation.status == ProfileStatus.PUBLISHED,
        func.coalesce(Organisation.description_fr, "") != "",
        func.coalesce(Organisation.description_en, "") != "",
    )
    if not settings.get(db.session(), "show_unclaimed_to_members"):
        statement = statement.where(Organisation.claimed_at.is_not(None))
    return statement
