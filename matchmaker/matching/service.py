"""Recommendations and search, as pages and commands show them. Reading writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sqlalchemy import or_, select

from matchmaker.accounts.models import User
from matchmaker.core import clock, settings
from matchmaker.extensions import db
from matchmaker.matching import moments, objections, served, steering, wished
from matchmaker.matching.candidates import candidate
from matchmaker.matching.criteria import Criterion, Faces, Rates, criteria
from matchmaker.matching.documents import Document, document, language
from matchmaker.matching.engine import (
    Band,
    Columns,
    FieldReader,
    Moment,
    Part,
    Ranked,
    Scored,
    TextIndex,
    best_scored,
    bits,
    score,
)
from matchmaker.matching.engine.bands import Cuts
from matchmaker.matching.engine.columns import KINDS
from matchmaker.matching.engine.fairness import FIRST
from matchmaker.matching.engine.gates import MEETINGS
from matchmaker.matching.engine.top import best
from matchmaker.matching.entries import index_rows
from matchmaker.matching.explain import WORTH_SHOWING, Ends, Reasons, Side, reasons
from matchmaker.matching.marked import dismissed_ids, marks_of
from matchmaker.matching.models import Marked
from matchmaker.matching.ordering import REACH, Ordered, in_order
from matchmaker.matching.served import View
from matchmaker.profiles.models import Block, Organisation
from matchmaker.profiles.policies import OUTSIDER, WITH_DETAILS, visible
from matchmaker.profiles.teaser import Face, face
from matchmaker.taxonomy import Kind, Sector, Stage, Theme

LIMIT = 100  # recommendations of a kind that pages lead through


@dataclass(frozen=True)
class Filters:
    """What narrows a list; None leaves it open."""

    sector: Sector | None = None
    theme: Theme | None = None
    stage: Stage | None = None

    def mask(self, columns: Columns) -> npt.NDArray[np.bool_]:
        """Return which rows pass, boolean (rows,)."""
        passed = np.ones(len(columns), dtype=bool)
        if self.sector is not None:
            passed &= (columns.sector_bits & bits.SECTORS.bits([self.sector])) != 0
        if self.theme is not None:
            passed &= (columns.themes & bits.THEMES.bits([self.theme])) != 0
        if self.stage is not None:
            passed &= (columns.stages & bits.STAGES.bits([self.stage])) != 0
        return passed


@dataclass(frozen=True)
class Recommendation:
    """One organisation worth meeting, with the parts that sum to its score and the reasons in words.

    sought, given: how well each direction fits; cuts: what the band goes by, see `Ranked`.
    """

    organisation: Organisation
    face: Face
    score: float
    band: Band
    cuts: Cuts
    parts: tuple[Part, ...]
    sought: float
    given: float
    reasons: Reasons
    criteria: tuple[Criterion, ...]


def kinds_for(organisation: Organisation) -> list[Kind]:
    """Return the kinds of counterpart that `organisation` may meet, in the order of its tabs."""
    return [
        kind
        for kind in (Kind.INVESTOR, Kind.PROGRAMME, Kind.STARTUP)
        if {organisation.kind, kind} in MEETINGS
    ]


def ranked(
    organisation: Organisation,
    kind: Kind,
    reader: User,
    filters: Filters = Filters(),
    limit: int = LIMIT,
    *,
    moment: Moment | None = None,
) -> list[Ranked]:
    """Return whom `organisation` should meet among what `reader` may see, in order, unexplained."""
    return ordered(organisation, kind, reader, filters, limit, moment=moment).found


def ordered(
    organisation: Organisation,
    kind: Kind,
    reader: User,
    filters: Filters = Filters(),
    limit: int = LIMIT,
    *,
    moment: Moment | None = None,
) -> Ordered:
    """Return the same with what moved the order; nobody for an organisation that is not to be ranked."""
    if objections.objects(organisation):
        return Ordered([])
    view, moment = served.view(), moment or moments.now()
    steered = steering.pairs_of(organisation)
    among = _among(view, organisation, kind, reader, steered.hidden) & filters.mask(view.columns)
    pinned = np.array([view.rows[one] for one in steered.pinned if one in view.rows], dtype=np.int64)
    found = best_scored(
        candidate(organisation),
        view.columns,
        view.nearness(document(organisation)),
        limit=max(limit, FIRST),
        margin=REACH,
        sure={kind: view.model.cuts_of(kind).possible for kind in KINDS},
        also=pinned,
        model=view.model,
        moment=moment,
        among=among,
    )
    wishing = wished.wishing(view, organisation, kind, reader, found)
    return in_order(organisation, found, steered, limit, wishing)


def _among(
    view: View, organisation: Organisation, kind: Kind, reader: User, hidden: frozenset[int]
) -> npt.NDArray[np.bool_]:
    """Return which rows may be listed for `organisation`, boolean (rows,), gates not asked yet.

    Those it dismissed are left out, those it blocked or that blocked it, those that staff hid from it, and
    those that object to being ranked.
    """
    among = listed_among(view, kind, reader).copy()
    away = dismissed_ids(organisation) | blocked_ids(organisation) | objections.objecting_ids()
    for other in away | hidden:
        if (row := view.rows.get(other)) is not None:
            among[row] = False
    return among


def scored(
    view: View,
    organisation: Organisation,
    among: npt.NDArray[np.bool_] | None = None,
    moment: Moment | None = None,
) -> Scored:
    """Return gates, parts and totals of `organisation` with everybody in the view, or those `among`."""
    near, moment = view.nearness(document(organisation)), moment or moments.now()
    return score(candidate(organisation), view.columns, near, model=view.model, moment=moment, among=among)


def pair(view: View, organisation: Organisation, other_id: int) -> Ranked | None:
    """Return how `organisation` fits one other, whatever gates say; None where the other is not served."""
    row = view.rows.get(other_id)
    if row is None:
        return None
    only = np.zeros(len(view.columns), dtype=bool)
    only[row] = True
    return scored(view, organisation, only).shown(np.zeros(1, dtype=np.int64))[0]


def listed_among(view: View, kind: Kind, reader: User) -> npt.NDArray[np.bool_]:
    """Return which rows are of `kind` and may be listed for `reader`, boolean (rows,)."""
    of_kind: npt.NDArray[np.bool_] = view.columns.kind == KINDS.index(kind)
    if reader.is_staff or reader.is_admin or settings.get(db.session, "show_unclaimed_to_members"):
        return of_kind
    return of_kind & view.entries.claimed


def blocked_ids(organisation: Organisation) -> set[int]:
    """Return the ids of those that `organisation` blocked, and of those that blocked it."""
    own = organisation.id
    statement = select(Block.organisation_id, Block.blocked_id).where(
        or_(Block.organisation_id == own, Block.blocked_id == own)
    )
    return {one for pair in db.session.execute(statement) for one in pair} - {own}


def explained(organisation: Organisation, found: Sequence[Ranked], reader: User) -> list[Recommendation]:
    """Return the recommendations with faces and reasons, in the order of `found`."""
    view = served.view()
    asked = document(organisation)
    mine = Side.of(face(organisation, OUTSIDER), asked.language, view.reader)
    rows = _loaded([one.id for one in found], reader)
    shown = [one for one in found if one.id in rows]
    shared = shared_terms(view.index, asked, [one.row for one in shown])
    rates = Rates(moments.rates(), clock.today())
    return [
        _recommendation(rows[one.id], one, (mine, _side(rows[one.id], view.reader)), terms, rates)
        for one, terms in zip(shown, shared, strict=True)
    ]


def shared_terms(index: TextIndex, asked: Document, rows: Sequence[int]) -> list[Ends]:
    """Return for each row what the index says that each text of the one shares with each of the other."""

    def explain(text: str, place: int) -> list[list[tuple[str, str, float]]]:
        if not text.strip():
            return [[] for _ in rows]
        texts = [index_rows(row)[place] for row in rows]
        return index.explain_many(text, texts, asked.language, WORTH_SHOWING)

    ways = (
        explain(asked.seeks, 0),
        explain(asked.offers, 1),
        explain(asked.offers, 0),
        explain(asked.seeks, 1),
    )
    return [Ends(*found) for found in zip(*ways, strict=True)]


def recommend(
    organisation: Organisation, kind: Kind, reader: User, filters: Filters = Filters(), limit: int = LIMIT
) -> list[Recommendation]:
    """Return the ranked and explained list in one step."""
    return explained(organisation, ranked(organisation, kind, reader, filters, limit), reader)


def search(text: str) -> list[int]:
    """Return the ids of the published organisations whose public words match `text`, best first."""
    view = served.view()
    rows, _ = best(view.found(text), len(view.columns))
    return [int(view.columns.ids[row]) for row in rows.tolist()]


@dataclass(frozen=True)
class MarkedFace:
    """An organisation that was saved or dismissed, as the reader may see it now."""

    face: Face
    marked: Marked


def marked_faces(organisation: Organisation, reader: User) -> list[MarkedFace]:
    """Return what the organisation saved and dismissed, the newest first; the hidden ones are left out."""
    marked = sorted(marks_of(organisation).values(), key=lambda row: row.marked_at, reverse=True)
    rows = _loaded([row.other_id for row in marked], reader)
    return [MarkedFace(face(rows[row.other_id], OUTSIDER), row) for row in marked if row.other_id in rows]


def _loaded(ids: Sequence[int], reader: User) -> dict[int, Organisation]:
    """Load what may be shown as the database has it now, whatever the index still says."""
    statement = select(Organisation).where(Organisation.id.in_(ids), visible(reader)).options(*WITH_DETAILS)
    return {row.id: row for row in db.session.scalars(statement).unique()}


def _side(organisation: Organisation, reader: FieldReader) -> Side:
    return Side.of(face(organisation, OUTSIDER), language(organisation), reader)


def _recommendation(
    organisation: Organisation, one: Ranked, sides: tuple[Side, Side], shared: Ends, rates: Rates
) -> Recommendation:
    mine, theirs = sides
    return Recommendation(
        organisation=organisation,
        face=theirs.face,
        score=one.score,
        band=one.band,
        cuts=one.cuts,
        parts=one.parts,
        sought=one.theirs,
        given=one.mine,
        reasons=reasons(mine, theirs, shared),
        criteria=tuple(criteria(one.parts, Faces(mine.face, theirs.face, rates))),
    )
