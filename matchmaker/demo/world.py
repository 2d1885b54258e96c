"""Who and what the demonstration has made so far, by the keys of its files."""

from dataclasses import dataclass, field

from matchmaker.accounts.models import User
from matchmaker.extensions import db
from matchmaker.introductions.models import Introduction
from matchmaker.profiles import policies
from matchmaker.profiles.models import Organisation
from matchmaker.taxonomy import Hub


@dataclass
class World:
    """Ids rather than rows, so that each step reads what the step before it left."""

    staff: dict[Hub, int] = field(default_factory=dict)
    owners: dict[str, int] = field(default_factory=dict)
    organisations: dict[str, int] = field(default_factory=dict)
    reviews: dict[str, int] = field(default_factory=dict)
    introductions: dict[tuple[str, str], int] = field(default_factory=dict)

    def officer(self, hub: Hub) -> User:
        """Return the staff member of `hub`."""
        return db.session.get_one(User, self.staff[hub])

    def owner(self, key: str) -> User:
        """Return the owner of an organisation."""
        return db.session.get_one(User, self.owners[key])

    def organisation(self, key: str) -> Organisation:
        """Return an organisation with its entries and details."""
        return policies.load(self.organisations[key])

    def introduction(self, requester: str, counterpart: str) -> Introduction:
        """Return the introduction of two organisations."""
        return db.session.get_one(Introduction, self.introductions[requester, counterpart])
