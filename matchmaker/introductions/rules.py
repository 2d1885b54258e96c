"""What the database refuses of an introduction, whoever writes: the rules of `workflow` as constraints."""

from collections.abc import Iterable

from sqlalchemy import CheckConstraint, Index, text

from matchmaker.introductions.workflow import ClosedReason, Status

MESSAGE_LENGTH = 600
DECK_LENGTH = 300
ONE_OPEN = "uq_introductions_open_pair"
ONE_DRAFT = "uq_introductions_draft_pair"

# Ends that may be reached from both sides of the approval and of the question: what came before stays open.
_ANY_PAST = frozenset({ClosedReason.WITHDRAWN, ClosedReason.EXPIRED, ClosedReason.ERASED})
_AFTER_INTRODUCED = frozenset({ClosedReason.CANCELLED, ClosedReason.COMPLETED, ClosedReason.NO_FOLLOW_UP})
ENDS_WITH_CONTACTS = frozenset({ClosedReason.COMPLETED, ClosedReason.NO_FOLLOW_UP})


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in sorted(codes))


def _time(column: str, states: Iterable[Status], ends: Iterable[ClosedReason], name: str) -> CheckConstraint:
    """Return the rule that `column` is set exactly in these states and ends, and at will in `_ANY_PAST`."""
    return CheckConstraint(
        f"coalesce(closed_reason IN ({_listed(_ANY_PAST)}), false) OR ({column} IS NOT NULL) = "
        f"(status IN ({_listed(states)}) OR coalesce(closed_reason IN ({_listed(ends)}), false))",
        name=name,
    )


_ASKED = frozenset(
    {
        Status.PROPOSED,
        Status.AWAITING_COUNTERPART,
        Status.AWAITING_REQUESTER,
        Status.DEFERRED,
        Status.INTRODUCED,
    }
)
_ANSWERED_ENDS = _AFTER_INTRODUCED | {ClosedReason.DECLINED}

CHECKS: tuple[CheckConstraint, ...] = (
    CheckConstraint("requester_id <> counterpart_id", name="two_organisations"),
    CheckConstraint(
        f"char_length(message) <= {MESSAGE_LENGTH} "
        "AND (message <> '' OR status = 'draft' OR erased_at IS NOT NULL)",
        name="message_length",
    ),
    CheckConstraint("left(deck_url, 8) = 'https://'", name="deck_over_https"),
    CheckConstraint("(status = 'closed') = (closed_reason IS NOT NULL)", name="closed_with_a_reason"),
    CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed_at_a_time"),
    CheckConstraint(
        "coalesce(closed_reason = 'rejected', false) = (reject_code IS NOT NULL)",
        name="rejected_with_a_code",
    ),
    CheckConstraint(
        "coalesce(closed_reason = 'declined', false) = (decline_code IS NOT NULL)",
        name="declined_with_a_code",
    ),
    CheckConstraint(
        "coalesce(closed_reason = 'declined', false) OR (decline_text = '' AND NOT decline_text_shared)",
        name="decline_text_only_when_declined",
    ),
    CheckConstraint("status <> 'needs_changes' OR staff_note <> ''", name="changes_with_a_note"),
    CheckConstraint("(status = 'deferred') = (deferred_until IS NOT NULL)", name="deferred_to_a_date"),
    CheckConstraint(
        "proposed OR (status NOT IN ('proposed', 'awaiting_requester') AND override_reason = '')",
        name="only_staff_propose",
    ),
    CheckConstraint(
        "NOT proposed OR status NOT IN ('draft', 'submitted', 'needs_changes', 'waiting')",
        name="proposals_are_approved",
    ),
    CheckConstraint(
        "erased_at IS NULL OR (status = 'closed' AND message = '' AND staff_note = '' "
        "AND decline_text = '' AND override_reason = '' AND deck_url IS NULL)",
        name="erased_leaves_no_words",
    ),
    CheckConstraint(
        "coalesce(closed_reason <> 'erased', true) OR erased_at IS NOT NULL", name="erased_at_a_time"
    ),
    _time("approved_at", _ASKED | {Status.WAITING}, _ANSWERED_ENDS, "approved_by_staff"),
    _time("asked_at", _ASKED, _ANSWERED_ENDS, "asked_after_the_approval"),
    _time(
        "answered_at",
        (Status.AWAITING_REQUESTER, Status.INTRODUCED),
        _ANSWERED_ENDS,
        "answered_at_a_time",
    ),
    _time("introduced_at", (Status.INTRODUCED,), _AFTER_INTRODUCED, "introduced_at_a_time"),
    CheckConstraint(
        "(asked_at IS NULL OR approved_at IS NOT NULL) "
        "AND (introduced_at IS NULL OR answered_at IS NOT NULL) "
        "AND (answered_at IS NULL OR asked_at IS NOT NULL)",
        name="times_in_order",
    ),
)

INDEXES: tuple[Index, ...] = (
    Index(
        ONE_OPEN,
        text("least(requester_id, counterpart_id)"),
        text("greatest(requester_id, counterpart_id)"),
        unique=True,
        postgresql_where=text("status NOT IN ('closed', 'draft')"),
    ),
    Index(
        ONE_DRAFT,
        "requester_id",
        "counterpart_id",
        unique=True,
        postgresql_where=text("status = 'draft'"),
    ),
    Index("ix_introductions_requester_id_status", "requester_id", "status"),
    Index("ix_introductions_counterpart_id_status", "counterpart_id", "status"),
    Index("ix_introductions_status_submitted_at", "status", "submitted_at"),
    Index("ix_introductions_status_entered_at", "status", "entered_at"),
    Index("ix_introductions_counterpart_id_introduced_at", "counterpart_id", "introduced_at"),
)
