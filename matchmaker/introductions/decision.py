"""One introduction as staff see it when they decide."""

from dataclasses import dataclass
from datetime import datetime

from matchmaker.accounts.models import User
from matchmaker.introductions import approval, capacity, invitations, policies, timeline, workflow
from matchmaker.introductions.capacity import Load
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.timeline import Entry
from matchmaker.introductions.workflow import Action, Actor, Status
from matchmaker.profiles.policies import STAFF
from matchmaker.profiles.teaser import Face, face


@dataclass(frozen=True)
class Decision:
    """Both sides, the steps the reader may take, and what stands against an approval.

    `holds`: why an approved request would wait; `warnings`: why the ranking keeps the two apart; `load`: what
    the counterpart takes in a month; `due`: when staff of both cities may decide, which the reader may
    already where `in_reach`; `invited_at`: when an unclaimed counterpart was last invited.
    """

    introduction: Introduction
    requester: Face
    counterpart: Face
    actions: tuple[Action, ...]
    hindrances: list[object]
    holds: list[object]
    warnings: list[object]
    load: Load
    entries: list[Entry]
    in_reach: bool
    due: datetime
    invited_at: datetime | None


def decision_on(user: User, introduction: Introduction) -> Decision:
    """Return what `user`, staff without a tie, needs to decide; the sides must be loaded."""
    load = capacity.loads([introduction.counterpart_id])[introduction.counterpart_id]
    undecided = introduction.status is Status.SUBMITTED
    return Decision(
        introduction=introduction,
        requester=face(introduction.requester, STAFF),
        counterpart=face(introduction.counterpart, STAFF),
        actions=workflow.available(introduction.status, policies.capacities(user, introduction)),
        hindrances=approval.hindrances(introduction) if undecided else [],
        holds=approval.holds(introduction.counterpart, load) if undecided else [],
        warnings=approval.warnings(introduction) if undecided else [],
        load=load,
        entries=timeline.of(introduction, Actor.STAFF),
        in_reach=policies.is_in_reach(user, introduction),
        due=policies.escalates_at(introduction.submitted_at, introduction.hub),
        invited_at=invitations.last_invited_at(introduction.counterpart),
    )
