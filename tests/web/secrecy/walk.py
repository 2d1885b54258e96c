"""Every address of the service, as the routes name them, so that a new page cannot be forgotten."""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from flask import url_for
from sqlalchemy import select
from werkzeug.routing import Rule

from matchmaker.extensions import db
from matchmaker.introductions.inbox import Tab
from matchmaker.introductions.meetings.models import Meeting
from matchmaker.introductions.outcomes.models import Outcome
from matchmaker.notifications.models import Notification
from matchmaker.profiles.steps import Step
from tests.browser import Browser, forms_of
from tests.web.secrecy.crowd import Crowd, Firm

EXEMPT = {
    "static": "files of the program",
    "bootstrap.static": "files of a library",
    "security.logout": "would sign the reader out on the way; it shows nothing",
    "locale.switch": "shows nothing, and would change the language on the way",
    "accounts.account": "the reader's own account; its POST would change it",
}
# What a link in a mail leads to is read as the mails give it, see `test_crowd`.
TOKENS = {"token": ["no-such-token"]}
# Pages on which any firm may show itself; the others know one's own and refuse all else alike.
WIDE = frozenset({"profiles.show", "matching.pair", "introductions.new"})
FEW = 4
MOST_IDS = 20
OTHERS = ("user", "invitation", "member", "mail", "import", "review", "report")
ELSEWHERE = 7  # a firm that no reader belongs to


def addresses(crowd: Crowd, own: Firm | None, method: str) -> Iterator[tuple[str, str]]:
    """Yield (endpoint, address) for each route of that method, with every id that a reader could try."""
    with crowd.app.app_context():
        given = _values(crowd, own, method)
    for rule in crowd.app.url_map.iter_rules():
        if rule.endpoint in EXEMPT or method not in (rule.methods or ()):
            continue
        unknown = rule.arguments - set(given)
        assert not unknown, f"{rule.endpoint}: teach this test what {unknown} stands for"
        for address in _filled(crowd, rule, given):
            queries = _queries(crowd, own, rule.endpoint) if method == "GET" else ("",)
            for query in queries:
                yield rule.endpoint, address + query


def _values(crowd: Crowd, own: Firm | None, method: str) -> dict[str, list[Any]]:
    firms = [firm.id for firm in (crowd.shown if method == "GET" else crowd.firms[:FEW])]
    pairs = [pair.id for pair in crowd.pairs if own in (pair.requester, pair.counterpart)]
    foreign = [pair.id for pair in crowd.pairs if own not in (pair.requester, pair.counterpart)]
    if method == "POST" and not crowd.is_whole:
        pairs = pairs[1::6]  # a few of the states
    return {
        **TOKENS,
        "organisation_id": firms,
        "other_id": firms,
        "own_id": [own.id] if own else [crowd.firms[ELSEWHERE].id],
        "introduction_id": pairs + foreign[: FEW // 2],
        "meeting_id": _ids(Meeting),
        "outcome_id": _ids(Outcome),
        "notification_id": _ids(Notification),
        "step": [*Step, "save", "dismiss", "restore"],
        **{f"{name}_id": [1, 2] for name in OTHERS},
    }


def _ids(model: Any) -> list[int]:
    return list(db.session.scalars(select(model.id).order_by(model.id.desc()).limit(MOST_IDS))) or [1]


def _filled(crowd: Crowd, rule: Rule, given: dict[str, list[Any]]) -> Iterator[str]:
    names = sorted(rule.arguments)
    if rule.endpoint not in WIDE:
        given = given | {name: given[name][:FEW] for name in ("organisation_id", "other_id")}
    if {"organisation_id", "other_id"} <= rule.arguments:  # every other firm, from the reader's own
        given = given | {"organisation_id": given["own_id"]}
    if "step" in names:
        places = set(Step) if rule.endpoint == "profiles.edit" else {"save", "dismiss", "restore"}
        given = given | {"step": [step for step in given["step"] if step in places]}
        given |= {"organisation_id": [*given["own_id"], crowd.firms[ELSEWHERE].id]}
    with crowd.app.test_request_context():
        for values in product(*(given[name] for name in names)):
            yield url_for(rule.endpoint, **dict(zip(names, values, strict=True)))


def _queries(crowd: Crowd, own: Firm | None, endpoint: str) -> Iterable[str]:
    mine = own.id if own else 0
    several = {
        "matching.directory": [f"?page={page}" for page in range(1, len(crowd.firms) // 10 + 2)],
        "matching.recommendations": ["", "?kind=investor&page=2", "?kind=startup", "?kind=programme"],
        "introductions.inbox": [f"?tab={tab}" for tab in Tab],
        "introductions.new": [f"?organisation={mine}&counterpart={firm.id}" for firm in crowd.shown],
        "notifications.inbox": ["", "?page=2", "?page=3"],
    }
    return several.get(endpoint, [""])


def form_of(reader: Browser) -> dict[str, Any]:
    """Return the fields that every form of the reader's session holds."""
    return next(fields for _, fields in forms_of(reader.get("/").text) if "csrf_token" in fields)
