"""An organisation and what every kind of it has."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from matchmaker.core import clock
from matchmaker.core.columns import Codes, coded
from matchmaker.core.text import fold
from matchmaker.extensions import Model
from matchmaker.profiles import websites
from matchmaker.taxonomy import (
    Direction,
    District,
    Hub,
    Kind,
    Lang,
    NeedCode,
    Sector,
    SubSector,
    Theme,
    Urgency,
)

if TYPE_CHECKING:
    from matchmaker.profiles.models.details import InvestorDetails, ProgrammeDetails, StartupDetails
    from matchmaker.profiles.models.members import Membership


class ProfileStatus(StrEnum):
    """Where a profile stands on its way to other people's eyes."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    PUBLISHED = "published"
    REMOVED = "removed"


class Side(StrEnum):
    """Whether a typed entry is sought or offered."""

    NEED = "need"
    OFFER = "offer"


class Organisation(Model):
    """A startup, an investor or a programme. Persons and contacts stand apart, in `OrganisationContact`."""

    __tablename__ = "organisations"
    __table_args__ = (
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("cardinality(sectors) <= 3", name="at_most_three_sectors"),
        CheckConstraint("capacity IS NULL OR capacity >= 0", name="capacity_not_negative"),
        CheckConstraint("status <> 'published' OR published_at IS NOT NULL", name="published_at_a_time"),
        CheckConstraint(
            "NOT confidential OR claimed_at IS NOT NULL", name="only_the_claimed_are_confidential"
        ),
        CheckConstraint("hidden_at IS NULL OR claimed_at IS NOT NULL", name="only_the_claimed_are_hidden"),
        CheckConstraint(
            "hidden_at IS NULL OR (stale_reminded_at IS NOT NULL AND hidden_at >= stale_reminded_at)",
            name="hidden_after_a_reminder",
        ),
        Index("ix_organisations_identity", "sort_key", "hub", "kind"),
        Index(
            "uq_organisations_registry_id_kind",
            "registry_id",
            "kind",
            unique=True,
            postgresql_where=text("status = 'published'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(coded(Kind, name="kind"))
    hub: Mapped[Hub] = mapped_column(coded(Hub, name="hub"))
    status: Mapped[ProfileStatus] = mapped_column(
        coded(ProfileStatus, name="status"), default=ProfileStatus.DRAFT, index=True
    )
    name: Mapped[str] = mapped_column(String(200))
    sort_key: Mapped[str] = mapped_column(String(250))
    other_names: Mapped[list[str]] = mapped_column(ARRAY(String(200)), default=list)  # brands, former names
    tagline: Mapped[str] = mapped_column(String(200), default="")
    registry_id: Mapped[str | None] = mapped_column(String(40))
    website: Mapped[str | None] = mapped_column(String(300))
    website_host: Mapped[str | None] = mapped_column(String(260), index=True)
    district: Mapped[District | None] = mapped_column(coded(District, name="district"))
    fictional: Mapped[bool] = mapped_column(default=False)
    import_source: Mapped[str | None] = mapped_column(String(60))
    import_id: Mapped[str | None] = mapped_column(String(120), index=True)
    claimed_at: Mapped[datetime | None]

    lang: Mapped[Lang] = mapped_column(coded(Lang, name="lang"), default=Lang.EN)
    languages: Mapped[list[str]] = mapped_column(ARRAY(String(8)), default=list)
    description_fr: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    needs_text: Mapped[str] = mapped_column(Text, default="")
    offers_text: Mapped[str] = mapped_column(Text, default="")
    sectors: Mapped[list[Sector]] = mapped_column(Codes(Sector), default=list)
    sub_sectors: Mapped[list[SubSector]] = mapped_column(Codes(SubSector), default=list)
    themes: Mapped[list[Theme]] = mapped_column(Codes(Theme), default=list)

    confidential: Mapped[bool] = mapped_column(default=False)
    teaser_fr: Mapped[str] = mapped_column(Text, default="")
    teaser_en: Mapped[str] = mapped_column(Text, default="")
    conflicts: Mapped[list[str]] = mapped_column(ARRAY(String(300)), default=list)
    capacity: Mapped[int | None]
    paused_from: Mapped[date | None]
    paused_until: Mapped[date | None]

    confirmed_on: Mapped[date | None]
    stale_reminded_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]  # while nobody confirms it, see `profiles.staleness`
    published_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now, index=True)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads it as is)

    entries: Mapped[list[NeedOffer]] = relationship(
        cascade="all, delete-orphan", order_by="NeedOffer.position", lazy="raise_on_sql"
    )
    startup: Mapped[StartupDetails | None] = relationship(cascade="all, delete-orphan", lazy="raise_on_sql")
    investor: Mapped[InvestorDetails | None] = relationship(cascade="all, delete-orphan", lazy="raise_on_sql")
    programme: Mapped[ProgrammeDetails | None] = relationship(
        cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    memberships: Mapped[list[Membership]] = relationship(cascade="all, delete-orphan", lazy="raise_on_sql")
    if TYPE_CHECKING:
        people: Mapped[list[str] | None]  # names of its members and contact, see `models.members`

    @validates("name")
    def _fold_name(self, _key: str, name: str) -> str:
        self.sort_key = fold(name)[:250]
        return name

    @validates("website")
    def _find_host(self, _key: str, website: str | None) -> str | None:
        self.website_host = websites.host_of(website)
        return website

    @property
    def is_published(self) -> bool:
        """Whether other people may meet the profile at all."""
        return self.status is ProfileStatus.PUBLISHED

    @property
    def is_listed(self) -> bool:
        """Whether others meet it now: published, and not hidden until its members confirm it."""
        return self.is_published and self.hidden_at is None

    @property
    def is_claimed(self) -> bool:
        """Whether somebody of the organisation answers for the profile."""
        return self.claimed_at is not None

    @property
    def is_paused_today(self) -> bool:
        """Whether the organisation takes no introductions today, by the day of its own city."""
        return self.is_paused(clock.today(self.hub.time_zone))

    @property
    def pauses_later(self) -> bool:
        """Whether a pause of the organisation is yet to begin."""
        return self.paused_from is not None and self.paused_from > clock.today(self.hub.time_zone)

    def is_paused(self, on: date) -> bool:
        """Whether the organisation takes no introductions on the date `on`; both bounds are included."""
        if self.paused_from is None and self.paused_until is None:
            return False
        begun = self.paused_from is None or self.paused_from <= on
        return begun and (self.paused_until is None or on <= self.paused_until)


class NeedOffer(Model):
    """One typed entry: what the organisation seeks, or offers, in which direction and how soon."""

    __tablename__ = "needs_offers"
    __table_args__ = (UniqueConstraint("organisation_id", "side", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    side: Mapped[Side] = mapped_column(coded(Side, name="side"))
    code: Mapped[NeedCode] = mapped_column(coded(NeedCode, name="code"))
    direction: Mapped[Direction | None] = mapped_column(coded(Direction, name="direction"))
    urgency: Mapped[Urgency | None] = mapped_column(coded(Urgency, name="urgency"))
    text: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)


class OrganisationContact(Model):
    """The person to reach; only `profiles.contact.reveal` and the organisation's own form read it."""

    __tablename__ = "organisation_contacts"

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(120), default="")
    position: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/Paris")
