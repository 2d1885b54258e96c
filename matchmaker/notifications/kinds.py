"""What holds for each type of notice: who gets it, when it is mailed unless somebody chose otherwise."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from matchmaker.accounts.models import User
from matchmaker.core.permissions import Permission, may
from matchmaker.taxonomy import Delivery, NoticeType


@dataclass(frozen=True)
class Kind:
    """The rules of one type.

    It is offered to those whose role grants `needs`. A type with a `reason` goes at once whatever a person
    would choose, also in quiet hours; the page of preferences shows the reason.
    """

    needs: Permission
    default: Delivery = Delivery.AT_ONCE
    reason: object | None = None


_ASKS, _ANSWERS, _DECIDES = (
    Permission.INTRODUCTION_REQUEST,
    Permission.INTRODUCTION_ANSWER,
    Permission.INTRODUCTION_DECIDE,
)
_READS = Permission.INTRODUCTION_READ
KINDS: dict[NoticeType, Kind] = {
    NoticeType.ANSWER_ASKED: Kind(_ANSWERS),
    NoticeType.REMINDER: Kind(_ANSWERS),
    NoticeType.REQUEST_DECIDED: Kind(_ASKS),
    NoticeType.REQUEST_ANSWERED: Kind(_ASKS),
    NoticeType.INTRODUCED: Kind(
        _READS,
        reason=_l("It brings you the contact of the other side, which both of you have agreed to share."),
    ),
    NoticeType.INTRODUCTION_MESSAGE: Kind(_READS, Delivery.DAILY),
    NoticeType.MEETING_CHANGED: Kind(_READS),
    NoticeType.OUTCOME_ASKED: Kind(_READS),
    NoticeType.INTRODUCTION_ENDED: Kind(_READS),
    NoticeType.PROFILE_REVIEWED: Kind(Permission.PROFILE_EDIT),
    NoticeType.PROFILE_STALE: Kind(Permission.PROFILE_EDIT),
    NoticeType.REQUEST_RECEIVED: Kind(_DECIDES),
    NoticeType.REQUEST_OVERDUE: Kind(_DECIDES),
    NoticeType.IMPORT_FINISHED: Kind(Permission.PROFILE_IMPORT),
    NoticeType.ACCOUNT_SECURITY: Kind(
        Permission.ACCOUNT,
        reason=_l(
            "Confirmations, invitations and changes of how you sign in: you asked for them, or you should "
            "know at once that somebody else did."
        ),
    ),
}


def is_fixed(type: NoticeType) -> bool:
    """Return whether the mail of this type goes at once whatever anybody chose."""
    return KINDS[type].reason is not None


def choosable(reader: User) -> list[NoticeType]:
    """Return the types that concern `reader` and leave a choice, in their order."""
    return [type for type, kind in KINDS.items() if may(reader, kind.needs) and not is_fixed(type)]


def fixed(reader: User) -> dict[NoticeType, object]:
    """Return the types that concern `reader` and leave no choice, each with the reason."""
    return {
        type: kind.reason
        for type, kind in KINDS.items()
        if may(reader, kind.needs) and kind.reason is not None
    }
