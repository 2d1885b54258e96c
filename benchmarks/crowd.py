"""A hundred thousand invented organisations in a real database, and members who sign in for some of them."""

import itertools
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask_security import hash_password
from ranking_sentences import sentences
from sqlalchemy import insert

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.extensions import db
from matchmaker.profiles.models import (
    InvestorDetails,
    Membership,
    NeedOffer,
    Organisation,
    ProfileStatus,
    ProgrammeDetails,
    Side,
    StartupDetails,
)
from matchmaker.taxonomy import (
    Currency,
    Hub,
    Kind,
    Lang,
    MembershipRole,
    NeedCode,
    Sector,
    ServedDirection,
    Stage,
    Theme,
    Traction,
    Urgency,
)

BATCH = 2000
READERS = (Kind.STARTUP, Kind.STARTUP, Kind.INVESTOR, Kind.STARTUP)
"""What the members' organisations are, in turn: as the service's users are, more startups than others."""

Rows = dict[type, list[dict[str, Any]]]


def fill(organisations: int, members: int, password: str) -> list[str]:
    """Put the organisations into the database of the application under way; the members' addresses."""
    draw, pool = random.Random(4), sentences()
    hashed = hash_password(password)
    numbers = iter(range(1, organisations + 1))
    while batch := list(itertools.islice(numbers, BATCH)):
        rows: Rows = {}
        for number in batch:
            kind = READERS[number % len(READERS)] if number <= members else _kind(draw)
            for model, values in _organisation(number, kind, draw, pool):
                rows.setdefault(model, []).append(values)
        for model in sorted(rows, key=lambda one: one is not Organisation):
            db.session.execute(insert(model), rows[model])
        db.session.commit()
    _members(members, hashed)
    for table in ("organisations", "needs_offers"):
        db.session.execute(db.text(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))"))
        db.session.execute(db.text(f"ANALYZE {table}"))
    db.session.commit()
    return [_address(number) for number in range(1, members + 1)]


def _kind(draw: random.Random) -> Kind:
    return draw.choices((Kind.STARTUP, Kind.INVESTOR, Kind.PROGRAMME), (85, 10, 5))[0]


def _members(members: int, hashed: str) -> None:
    for number in range(1, members + 1):
        user = User(
            email=_address(number),
            name=f"Member {number}",
            password=hashed,
            fs_uniquifier=f"crowd-{number}",
            confirmed_at=clock.now(),
            active=True,
        )
        db.session.add(user)
        db.session.flush()
        db.session.add(Membership(organisation_id=number, user_id=user.id, role=MembershipRole.OWNER))
    db.session.commit()


def _address(number: int) -> str:
    return f"member{number}@crowd.example.org"


def _organisation(
    number: int, kind: Kind, draw: random.Random, pool: list[str]
) -> Iterator[tuple[type, dict[str, Any]]]:
    prose, asked = (" ".join(draw.sample(pool, size)) for size in (4, 2))
    name, now = f"Invented {number}", clock.now()
    yield (
        Organisation,
        {
            "id": number,
            "kind": kind,
            "hub": draw.choice(list(Hub)),
            "status": ProfileStatus.PUBLISHED,
            "name": name,
            "sort_key": name.lower(),
            "tagline": draw.choice(pool)[:200],
            "fictional": True,
            "claimed_at": now,
            "published_at": now,
            "changed_at": now - timedelta(hours=1),
            "lang": Lang.BOTH,
            "languages": draw.sample(("fr", "en", "es"), 2),
            "description_en": prose,
            "needs_text": asked if kind is not Kind.INVESTOR else "",
            "offers_text": asked if kind is Kind.INVESTOR else "",
            "sectors": draw.sample(list(Sector)[:-1], draw.choice((1, 1, 2, 3))),
            "themes": draw.sample(list(Theme), draw.choice((0, 0, 1, 2))),
            "capacity": draw.choice((None, None, 3, 5)),
        },
    )
    yield _details(number, kind, draw)
    for side in Side:
        for place, code in enumerate(draw.sample(list(NeedCode), draw.choice((0, 1, 2, 3)))):
            entry = {"side": side, "code": code, "position": place, "text": ""}
            urgency = draw.choice(list(Urgency)) if side is Side.NEED else None
            yield NeedOffer, {"organisation_id": number, **entry, "urgency": urgency}


def _details(number: int, kind: Kind, draw: random.Random) -> tuple[type, dict[str, Any]]:
    low, currency = draw.choice((100_000, 500_000, 1_000_000, 5_000_000)), draw.choice(list(Currency))
    owner = {"organisation_id": number}
    stages = draw.sample(list(Stage), 3)
    if kind is Kind.STARTUP:
        money = {"round_min": low, "round_max": 3 * low, "currency": currency}
        return StartupDetails, owner | money | {"stage": stages[0], "traction": draw.choice(list(Traction))}
    if kind is Kind.INVESTOR:
        money = {"cheque_min": low, "cheque_max": 3 * low, "currency": currency}
        refused = draw.sample(list(Sector)[:-1], 2)
        return InvestorDetails, owner | money | {"stages": stages, "excluded_sectors": refused}
    deadline = clock.today() + timedelta(days=draw.randrange(-30, 300))
    served = {"direction": draw.choice(list(ServedDirection)), "deadline": deadline}
    return ProgrammeDetails, owner | served | {"stages": stages}
