"""What only one kind of organisation has."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.core.columns import Codes, coded
from matchmaker.extensions import Model
from matchmaker.taxonomy import (
    Currency,
    Direction,
    Hub,
    InvestorType,
    LegalForm,
    NeedCode,
    ProgrammeType,
    RoundInstrument,
    Sector,
    ServedDirection,
    Stage,
    Traction,
)

MONEY = Numeric(14, 2)


def _owner() -> Mapped[int]:
    return mapped_column(ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True)


class StartupDetails(Model):
    """Stage, round and footing of a startup in both cities."""

    __tablename__ = "startup_details"
    __table_args__ = (
        CheckConstraint("round_min <= round_max", name="round_in_order"),
        CheckConstraint("trl BETWEEN 1 AND 9", name="trl_one_to_nine"),
        CheckConstraint(
            "headcount >= 0 AND headcount_paris >= 0 AND headcount_silicon_valley >= 0",
            name="headcount_not_negative",
        ),
    )

    organisation_id: Mapped[int] = _owner()
    founded: Mapped[int | None]
    entity_paris: Mapped[LegalForm | None] = mapped_column(coded(LegalForm, name="entity_paris"))
    entity_silicon_valley: Mapped[LegalForm | None] = mapped_column(
        coded(LegalForm, name="entity_silicon_valley")
    )
    headcount: Mapped[int | None]
    headcount_paris: Mapped[int | None]
    headcount_silicon_valley: Mapped[int | None]
    stage: Mapped[Stage | None] = mapped_column(coded(Stage, name="stage"))
    traction: Mapped[Traction | None] = mapped_column(coded(Traction, name="traction"))
    round_min: Mapped[Decimal | None] = mapped_column(MONEY)
    round_max: Mapped[Decimal | None] = mapped_column(MONEY)
    currency: Mapped[Currency | None] = mapped_column(coded(Currency, name="currency"))
    instrument: Mapped[RoundInstrument | None] = mapped_column(coded(RoundInstrument, name="instrument"))
    business_model: Mapped[str] = mapped_column(String(300), default="")
    trl: Mapped[int | None]
    regulated: Mapped[bool | None]
    needs_permit: Mapped[bool | None]
    alumni_direction: Mapped[Direction | None] = mapped_column(coded(Direction, name="alumni_direction"))
    alumni_year: Mapped[int | None]


class InvestorDetails(Model):
    """What an investor puts money into, and how much."""

    __tablename__ = "investor_details"
    __table_args__ = (CheckConstraint("cheque_min <= cheque_max", name="cheque_in_order"),)

    organisation_id: Mapped[int] = _owner()
    type: Mapped[InvestorType | None] = mapped_column(coded(InvestorType, name="type"))
    cheque_min: Mapped[Decimal | None] = mapped_column(MONEY)
    cheque_max: Mapped[Decimal | None] = mapped_column(MONEY)
    sweet_spot: Mapped[Decimal | None] = mapped_column(MONEY)
    currency: Mapped[Currency | None] = mapped_column(coded(Currency, name="currency"))
    stages: Mapped[list[Stage]] = mapped_column(Codes(Stage), default=list)
    pre_revenue: Mapped[bool | None]
    excluded_sectors: Mapped[list[Sector]] = mapped_column(Codes(Sector), default=list)
    accepted_hubs: Mapped[list[Hub]] = mapped_column(Codes(Hub), default=list)
    accepted_forms: Mapped[list[LegalForm]] = mapped_column(Codes(LegalForm), default=list)
    leads: Mapped[bool | None]


class ProgrammeDetails(Model):
    """Whom a programme is for, what it offers, when and at what cost."""

    __tablename__ = "programme_details"
    __table_args__ = (
        CheckConstraint("headcount_min <= headcount_max", name="headcount_in_order"),
        CheckConstraint("starts_on <= ends_on", name="dates_in_order"),
        CheckConstraint("seats >= 0", name="seats_not_negative"),
    )

    organisation_id: Mapped[int] = _owner()
    type: Mapped[ProgrammeType | None] = mapped_column(coded(ProgrammeType, name="type"))
    direction: Mapped[ServedDirection | None] = mapped_column(coded(ServedDirection, name="direction"))
    stages: Mapped[list[Stage]] = mapped_column(Codes(Stage), default=list)
    headcount_min: Mapped[int | None]
    headcount_max: Mapped[int | None]
    services: Mapped[list[NeedCode]] = mapped_column(Codes(NeedCode), default=list)
    deadline: Mapped[date | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    seats: Mapped[int | None]
    cost: Mapped[Decimal | None] = mapped_column(MONEY)
    equity_percent: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    grant_amount: Mapped[Decimal | None] = mapped_column(MONEY)
    currency: Mapped[Currency | None] = mapped_column(coded(Currency, name="currency"))
