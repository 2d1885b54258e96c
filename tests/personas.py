"""The people of the tests: founders and investors of both cities, staff, an admin, an outsider."""

from dataclasses import dataclass
from functools import cache

from flask import Flask
from flask_security import hash_password

from matchmaker.accounts.models import User
from matchmaker.core.permissions import Role
from matchmaker.extensions import db
from matchmaker.taxonomy import Hub
from tests import factories

PASSWORD = "a long password of the tests"


@dataclass(frozen=True)
class Person:
    """What a test needs to know of somebody, free of any database session."""

    id: int
    email: str
    name: str


@cache
def _hashed(app: Flask) -> str:
    return str(hash_password(PASSWORD))


class Personas:
    """Makes each person when first asked for; call outside an application context or within."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._made: dict[str, Person] = {}

    def make(self, name: str, role: Role = Role.MEMBER, hub: Hub | None = None, locale: str = "en") -> Person:
        """Return the person called `name`, with a confirmed account."""
        if name not in self._made:
            with self._app.app_context():
                email = f"{name.replace(' ', '.').lower()}@people.example.org"
                user = factories.user(
                    email=email,
                    name=name,
                    role=role,
                    staff_hub=hub,
                    locale=locale,
                    password=_hashed(self._app),
                )
                db.session.commit()
                self._made[name] = Person(user.id, user.email, user.name)
        return self._made[name]

    @property
    def paris_founder(self) -> Person:
        return self.make("Camille Fondatrice", locale="fr")

    @property
    def valley_founder(self) -> Person:
        return self.make("Jordan Founder")

    @property
    def paris_investor(self) -> Person:
        return self.make("Dominique Investisseuse", locale="fr")

    @property
    def valley_investor(self) -> Person:
        return self.make("Robin Investor")

    @property
    def outsider(self) -> Person:
        return self.make("Sam Outsider")

    @property
    def paris_staff(self) -> Person:
        return self.make("Claude Guichet", Role.STAFF, Hub.PARIS, "fr")

    @property
    def valley_staff(self) -> Person:
        return self.make("Taylor Officer", Role.STAFF, Hub.SILICON_VALLEY)

    @property
    def admin(self) -> Person:
        return self.make("Ada Admin", Role.ADMIN)

    def user(self, person: Person) -> User:
        """Return the account of `person` in the session under way."""
        found = db.session.get(User, person.id)
        assert found is not None
        return found
