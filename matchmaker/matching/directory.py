"""The directory: every profile a reader may see, in order of name or of a search."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from matchmaker.accounts.models import User
from matchmaker.core.paging import Page, paginate
from matchmaker.core.text import fold
from matchmaker.extensions import db
from matchmaker.matching import objections, service
from matchmaker.matching.forms import DirectoryQuery
from matchmaker.profiles.models import (
    InvestorDetails,
    Organisation,
    ProfileStatus,
    ProgrammeDetails,
    StartupDetails,
)
from matchmaker.profiles.policies import WITH_DETAILS, viewer_of, visible
from matchmaker.profiles.teaser import Face, face
from matchmaker.taxonomy import Stage


def browse(reader: User, query: DirectoryQuery, page: int) -> Page[Face]:
    """Return one page of faces; NotReady where a text is searched before the first index is published."""
    statement = select(Organisation).where(Organisation.status == ProfileStatus.PUBLISHED, visible(reader))
    statement = _narrowed(statement, query)
    found = paginate(
        db.session,
        _ordered(statement, query, plainly=objections.reads_plainly(reader)).options(*WITH_DETAILS),
        page,
    )
    viewer = viewer_of(reader)
    faces = [face(organisation, viewer) for organisation in found.items]
    return Page(faces, found.number, found.total, found.per_page)


def _narrowed(statement: Select[Organisation], query: DirectoryQuery) -> Select[Organisation]:
    filters = query.filters
    if query.kind:
        statement = statement.where(Organisation.kind == query.kind)
    if query.hub:
        statement = statement.where(Organisation.hub == query.hub)
    if filters.sector:
        statement = statement.where(_contains(Organisation.sectors, filters.sector))
    if filters.theme:
        statement = statement.where(_contains(Organisation.themes, filters.theme))
    return statement.where(_at_stage(filters.stage)) if filters.stage else statement


def _at_stage(stage: Stage) -> ColumnElement[bool]:
    def details(table: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
        matching = select(table.organisation_id).where(condition)
        return Organisation.id.in_(matching)

    return (
        details(StartupDetails, StartupDetails.stage == stage)
        | details(InvestorDetails, _contains(InvestorDetails.stages, stage))
        | details(ProgrammeDetails, _contains(ProgrammeDetails.stages, stage))
    )


def _contains(column: Any, code: StrEnum) -> ColumnElement[bool]:
    return func.array_position(column, code.value).is_not(None)


def _ordered(
    statement: Select[Organisation], query: DirectoryQuery, *, plainly: bool
) -> Select[Organisation]:
    # The order must not give a confidential name away: those come last, in the order of registration.
    name = case((Organisation.confidential, ""), else_=Organisation.sort_key)
    if not query.text:
        return statement.order_by(Organisation.confidential, name, Organisation.id)
    named = and_(Organisation.confidential.is_(False), Organisation.sort_key.contains(fold(query.text)))
    ids = service.search(query.text)
    statement = statement.where(or_(named, Organisation.id.in_(ids)))
    if plainly:
        return statement.order_by(Organisation.confidential, name, Organisation.id)
    return statement.order_by(named.desc(), func.array_position(ids, Organisation.id), Organisation.id)
