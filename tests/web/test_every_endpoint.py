"""Every page under absurd ids, questions and forms: never a fault of ours, and nothing of other people's."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import cycle, islice, product
from typing import Any

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from matchmaker.extensions import db
from matchmaker.matching import build, served
from matchmaker.profiles import membership
from matchmaker.profiles.imports import service as imports
from matchmaker.profiles.models import ProfileReview, ReviewKind
from matchmaker.taxonomy import Hub, Kind, MembershipRole
from tests import factories
from tests.browser import Browser, forms_of
from tests.integration.introductions.conftest import CAMILLE, ROBIN, Scene, scene

__all__ = ["scene"]
Open = Callable[..., Browser]
CONTACTS = frozenset(CAMILLE[key] for key in ("name", "email", "phone"))
THEIRS = frozenset(ROBIN[key] for key in ("name", "email", "phone"))
HIDDEN = frozenset({"Hidden Person", "hidden@zyxwv.example", "+1 415 555 0188"})
SECRET = frozenset({"Zyxwv Undisclosed", "zyxwv-undisclosed", "Wolframite smelting", "Rival Kvetch"})
# Staff open a contact, which is recorded; an admin of a service that is tried out reads its mails.
SHOWS_CONTACTS = frozenset({"admin.mails", "admin.mail", "profiles.reveal_contact"})
NOT_FUZZED = frozenset({"static", "bootstrap.static", "security.logout"})
HUGE = 2**63
NUL = "nul\x00sign"
IDS = (1, 3, 4, HUGE)  # a side of the introduction and the rest that comes first, the secret, the unclaimed
ORDERS = "endpoint=x&organisation_id=9&introduction_id=9&step=x&_external=1&_anchor=x&_scheme=x"
QUERIES = (
    f"page={HUGE}&organisation={HUGE}&counterpart={HUGE}&dismissed=-{HUGE}&{ORDERS}",
    "q=%00&hub=%00&status=%00&tab=%00&kind=%00&recipient=%00&sector=%ff%ed%a0%80&next=//evil.example",
)
NAMES = (
    *("version", "then", "next", "preview", "locale", "organisation", "need", "message", "code", "reason"),
    *("changes_note", "reject_note", "decline_code", "decline_text", "share", "note", "email", "owner-email"),
    *("role", "capacity", "name", "kind", "hub", "mapping", "file", "password", "new_password", "time_zone"),
    *(
        "paused_from",
        "paused_until",
        "setup",
        "registry_id",
        "website",
        "headcount",
        "conflicts",
        "needs_text",
    ),
    *(
        "needs-hiring-text",
        "needs-hiring-direction",
        "contact_email",
        "contact_phone",
        "languages",
        "sectors",
    ),
)
WORDS = (f"{NUL} \ufffe'\"><script>=1+1 {'x' * 4_000}", str(HUGE), "9999-99-99")
SOUND = {
    "version": "1",
    "locale": "fr",
    "organisation": "1",
    "role": "owner",
    "hub": "paris",
    "kind": "startup",
}


@pytest.fixture
def world(app: Flask, scene: Scene) -> Scene:
    """Two sides of a request, a confidential profile, one of nobody, and what waits for staff."""
    people = scene.people
    with app.app_context():
        rival = people.user(people.make("Rival Owner"))
        secret = factories.organisation(
            rival,
            name="Zyxwv Undisclosed",
            website="https://zyxwv-undisclosed.example",
            tagline="Wolframite smelting",
            description_en="Wolframite smelting for everybody.",
            conflicts=["Rival Kvetch"],
            hub=Hub.SILICON_VALLEY,
            kind=Kind.INVESTOR,
            confidential=True,
            contact={"name": "Hidden Person", "email": "hidden@zyxwv.example", "phone": "+1 415 555 0188"},
        )
        factories.organisation(name="Nobody's Yet", website="https://nobodys-yet.example")
        for row in (secret, scene.startup):
            db.session.add(
                ProfileReview(
                    organisation_id=row.id,
                    kind=ReviewKind.SENSITIVE_CHANGE,
                    proposed={"name": row.name},
                    requested_by_id=rival.id,
                )
            )
        db.session.commit()
        scene.request()
        membership.invite(rival, secret, "elsewhere@canary-valley.example", MembershipRole.EDITOR)
        content = b"name,hub\nFirm,paris\n"
        imports.upload(
            people.user(people.paris_staff), "f.csv", content, kind=Kind.STARTUP, hub=Hub.PARIS, name=""
        )
        build.build()
        served.init_app(app)
        return scene


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in NOT_FUZZED]


def addresses(app: Flask, rule: Rule) -> list[str]:
    """The rule's address with each of IDS for every number in it."""
    words = {"step": "identity" if rule.endpoint == "profiles.edit" else "save", "token": NUL}
    given: dict[str, Any] = {name: words[name] for name in rule.arguments & set(words)}
    numbered = rule.arguments - set(words)
    with app.test_request_context():
        return [
            url_for(rule.endpoint, **(given | dict.fromkeys(numbered, number)))
            for number in (IDS if numbered else IDS[:1])
        ]


def requests(app: Flask, reader: Browser, crossed: bool) -> Iterator[tuple[str, TestResponse]]:
    """Send every request and yield it in words, with its answer.

    Each address of a rule gets every query and word where `crossed`, else the addresses take turns with them.
    """
    form = next(fields for _, fields in forms_of(reader.get("/").text) if "csrf_token" in fields)
    for rule in rules(app):
        found = addresses(app, rule)
        if "GET" in (rule.methods or ()):
            for address, query in pairs(found, QUERIES, crossed):
                yield f"GET {rule.endpoint} {address}?{query}", reader.client.get(f"{address}?{query}")
        if "POST" in (rule.methods or ()):
            for address, word in pairs(found, WORDS, crossed):
                fields = dict.fromkeys(NAMES, word) | SOUND | form
                answer = reader.client.post(address, data=fields)
                yield f"POST {rule.endpoint} {address} {word[:9]!r}", answer


def pairs(found: Sequence[str], given: Sequence[str], crossed: bool) -> Iterable[tuple[str, str]]:
    """Every address with everything given, or each of the longer row with the next of the shorter one."""
    if crossed:
        return product(found, given)
    longest = max(len(found), len(given))
    return islice(zip(cycle(found), cycle(given), strict=False), longest)


@pytest.mark.parametrize(
    ("who", "hidden"),
    [
        (None, CONTACTS | THEIRS | HIDDEN | SECRET),
        ("outsider", CONTACTS | THEIRS | HIDDEN | SECRET),
        ("paris_founder", THEIRS | HIDDEN | SECRET),
        ("paris_staff", CONTACTS | THEIRS | HIDDEN),
        ("admin", CONTACTS | THEIRS | HIDDEN | SECRET),
    ],
)
@pytest.mark.parametrize(
    "crossed", [False, pytest.param(True, marks=pytest.mark.soak)], ids=["short", "long"]
)
def test_nothing_absurd_breaks_a_page_or_brings_out_what_is_hidden(
    app: Flask, world: Scene, browser: Open, who: str | None, hidden: frozenset[str], crossed: bool
) -> None:
    reader = browser(getattr(world.people, who) if who else None)
    answered = set()
    for request, answer in requests(app, reader, crossed):
        answered.add(answer.status_code)
        assert answer.status_code < 500, request
        if not SHOWS_CONTACTS & set(request.split()):
            told = f"{answer.headers} {answer.text}"
            assert not [canary for canary in hidden if canary in told], request
    assert 200 in answered
    if who:  # nothing on the way signed the reader out
        assert reader.get("/account", follow_redirects=False).status_code == 200
