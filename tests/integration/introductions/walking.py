"""Two ways to take the steps of a walk on the application: by requests of browsers, and by its services."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select, text, update

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.errors import DomainError, NotFound
from matchmaker.core.sessions import StoredSession
from matchmaker.extensions import db
from matchmaker.introductions import blocking, drafts, editing, proposing, service, sweeps
from matchmaker.introductions.content import Content
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Status
from matchmaker.taxonomy import DeclineCode, NeedCode, RejectCode
from tests.browser import Browser
from tests.integration.introductions.conftest import MESSAGE, Scene
from tests.integration.introductions.model import CAPACITY
from tests.personas import Person
from tests.web.secrecy.walk import form_of

FIRMS = 3
ENDS = {"request": "send", "request_changes": "changes", "complete": "outcomes/new"}  # of addresses
AT_THE_DESK = frozenset({"approve", "request_changes", "edit", "reject", "cancel"})
WORDS = {"purpose": "first_conversation", "need": "fundraising", "message": MESSAGE}
TYPED: dict[str, dict[str, str]] = {
    "request_changes": {"changes_note": "Please say more."},
    "edit": {"edited_message": "We pilot.", "edit_note": "We shortened it."},
    "reject": {"code": "incomplete"},
    "resubmit": WORDS,
    "decline": {"decline_code": "stage"},
    "complete": {"type": "none", "close": "y"},
}
CONTENT = Content(NeedCode.FUNDRAISING, MESSAGE)
GIVEN: dict[str, dict[str, Any]] = {
    "request_changes": {"note": "Please say more."},
    "edit": {"message": "We pilot.", "note": "We shortened it."},
    "reject": {"code": RejectCode.INCOMPLETE},
    "resubmit": {"content": CONTENT},
    "decline": {"code": DeclineCode.STAGE},
}
OWN_SERVICE: dict[str, Callable[..., Any]] = {
    "request": drafts.submit,
    "discard": drafts.discard,
    "edit": editing.edit,
    "block": blocking.block_across,
}


class World(ABC):
    """The application, and the people who act on it: founders of three startups, an investor and staff."""

    def __init__(self, app: Flask, scene: Scene) -> None:
        self.app, self.scene = app, scene
        with app.app_context():
            scene.investor.capacity = CAPACITY
            db.session.commit()
            firms = [scene.another_startup() for _ in range(FIRMS)]
        self.firms = [startup_id for _, startup_id in firms]
        self.founders = [person for person, _ in firms]

    @abstractmethod
    def asks(self, place: int, who: str, action: str, today: datetime) -> bool:
        """Try a step; return whether it was taken, not refused. Anything else is a fault."""

    def person(self, place: int, who: str) -> Person:
        """Return who acts: R the founder of that place, C the investor, S staff."""
        people = self.scene.people
        return {"R": self.founders[place], "C": people.valley_investor, "S": people.paris_staff}[who]

    def begin(self) -> None:
        """Forget what another walk left."""
        own = "introductions, organisation_blocks, notifications, mails, audit_events, rate_counters"
        with self.app.app_context():
            db.session.execute(text(f"TRUNCATE {own} CASCADE"))
            db.session.commit()

    def let_time_pass(self, now: datetime) -> None:
        """Let the timer work."""
        with self.app.app_context(), clock.at(now):
            sweeps.run()

    def states(self) -> dict[int, list[str]]:
        """Return the states of each requester's introductions, the last one first."""
        statement = select(Introduction.requester_id, Introduction.status).order_by(Introduction.id.desc())
        found: dict[int, list[str]] = {startup_id: [] for startup_id in self.firms}
        with self.app.app_context():
            for startup_id, status in db.session.execute(statement):
                found[startup_id].append(status.value)
        return found

    def newest(self, startup_id: int, *, draft: bool) -> tuple[int, int]:
        """Return the number and the version that a page opened now would hold."""
        statement = (
            select(Introduction.id, Introduction.version)
            .where(Introduction.requester_id == startup_id, (Introduction.status == Status.DRAFT).is_(draft))
            .order_by(Introduction.status == Status.CLOSED, Introduction.id.desc())
        )
        with self.app.app_context():
            found = db.session.execute(statement).first()
        return (found.id, found.version) if found else (0, 1)


class Requests(World):
    """Each person before a browser, with a session: steps are forms that are sent."""

    def __init__(self, app: Flask, scene: Scene) -> None:
        super().__init__(app, scene)
        people = (*self.founders, scene.people.valley_investor, scene.people.paris_staff)
        self.tabs = {person: self._tab(person) for person in people}

    def _tab(self, person: Person) -> tuple[Browser, str]:
        reader = Browser(self.app)
        reader.sign_in(person)
        return reader, form_of(reader)["csrf_token"]

    def let_time_pass(self, now: datetime) -> None:
        """Let the timer work; whoever was away for weeks would sign in again, and has done so."""
        super().let_time_pass(now)
        with self.app.app_context():
            db.session.execute(update(StoredSession).values(expires_at=now + timedelta(days=1)))
            db.session.commit()

    def asks(self, place: int, who: str, action: str, today: datetime) -> bool:
        """Send a form and return whether it led on; else it was refused, and anything but that is a fault."""
        reader, token = self.tabs[self.person(place, who)]
        address, typed = self._form(self.firms[place], who, action)
        typed |= {"csrf_token": token, "until": f"{today + timedelta(days=10):%Y-%m-%d}"}
        answer = reader.client.post(address, data=typed)
        assert answer.status_code in (302, 403, 404, 409), (action, answer.status_code, answer.text)
        assert "login" not in answer.headers.get("Location", "")
        return answer.status_code == 302

    def _form(self, startup_id: int, who: str, action: str) -> tuple[str, dict[str, str]]:
        if action == "compose":
            asked = f"counterpart={self.scene.investor_id}&organisation={startup_id}"
            return f"/introductions/new?{asked}", WORDS | {"organisation": str(startup_id)}
        if action == "propose":
            return f"/desk/propose?first={startup_id}&second={self.scene.investor_id}", dict(WORDS)
        row_id, version = self.newest(startup_id, draft=action in ("request", "discard"))
        desk = action in AT_THE_DESK or (who, action) == ("S", "withdraw")
        address = f"/{'desk' if desk else 'introductions'}/{row_id}/{ENDS.get(action, action)}"
        return address, TYPED.get(action, {}) | {"version": str(version)}


class Services(World):
    """The same steps without the pages around them, which takes a third of the time."""

    def asks(self, place: int, who: str, action: str, today: datetime) -> bool:
        """Call the service of a step."""
        with self.app.app_context():
            user = self.scene.user(self.person(place, who))
            try:
                self._act(user, self.firms[place], action, today)
            except DomainError:
                return False
            return True

    def _act(self, user: User, startup_id: int, action: str, today: datetime) -> None:
        if action in ("compose", "propose"):
            enter: Callable[..., Any] = drafts.keep if action == "compose" else proposing.propose
            enter(user, self.scene.load(startup_id), self.scene.investor, CONTENT)
            return
        row_id, version = self.newest(startup_id, draft=action in ("request", "discard"))
        if not row_id:
            raise NotFound
        given = GIVEN | {"defer": {"until": (today + timedelta(days=10)).date()}}
        step = OWN_SERVICE[action] if action in OWN_SERVICE else getattr(service, action)
        step(user, self.scene.introduction(row_id), version, **given.get(action, {}))
