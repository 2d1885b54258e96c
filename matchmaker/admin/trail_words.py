"""The audit record in words: what happened, in which role, to what, and what else an event says.

The record itself keeps codes. A code without words here is shown as it is stored.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from matchmaker.admin.forms import ImprintForm
from matchmaker.admin.trail_tags import TAGS
from matchmaker.core import imprint
from matchmaker.core.audit import AuditEvent
from matchmaker.core.presentation import label, show_date, show_moment
from matchmaker.introductions import tuning
from matchmaker.introductions import wording as introductions
from matchmaker.introductions.desk.models import Opinion
from matchmaker.introductions.meetings import wording as meetings
from matchmaker.introductions.timers import Reminder
from matchmaker.profiles.contact import Grounds
from matchmaker.profiles.labels import FIELD_LABELS
from matchmaker.profiles.models import ClaimPurpose, ReviewKind
from matchmaker.taxonomy import (
    LABELS,
    DeclineCode,
    Delivery,
    DismissReason,
    Hub,
    Kind,
    MembershipRole,
    NoticeType,
    OutcomeType,
    RejectCode,
)

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(rf"{_DAY.pattern}T[\d:.]+[+-]\d\d:\d\d")

ROLES: Mapping[str, object] = {
    **introductions.WHO,
    "member": _l("Member"),
    "admin": _l("Admin"),
    "operator": _l("Operator, on the command line"),
}
SUBJECTS: Mapping[str, object] = {
    "introductions": _l("Introduction"),
    "introduction_messages": _l("Message"),
    "thread_reports": _l("Reported messages"),
    "meetings": _l("Meeting"),
    "outcomes": _l("Outcome"),
    "desk_notes": _l("Note of staff"),
    "co_reviews": _l("Second look"),
    "organisations": _l("Organisation"),
    "import_files": _l("Import"),
    "learnt_models": _l("Learnt weights"),
    "users": _l("Account"),
    "invitations": _l("Invitation"),
    "settings": _l("Setting"),
}
KEYS: Mapping[str, object] = {
    "about": _l("About"),
    "action": _l("Step"),
    "after": _l("After"),
    "answer": _l("Answer"),
    "before": _l("Before"),
    "blocked_id": _l("Blocked organisation, by number"),
    "by": _l("By way of"),
    "changed": _l("Changed"),
    "code": _l("Reason"),
    "counts": _l("Counts"),
    "delegate": _l("As a delegate"),
    "erased": _l("Words erased"),
    "examples": _l("Examples learnt from"),
    "fields": _l("Fields"),
    "from": _l("Before"),
    "grounds": _l("Grounds"),
    "hub": _l("Region"),
    "instead_of": _l("Instead of"),
    "introduction": _l("Introduction"),
    "invitation": _l("Invitation"),
    "invited": _l("Invited by staff"),
    "kind": _l("Kind"),
    "member_id": _l("Member, by number"),
    "member_role": _l("Role"),
    "missed_by": _l("Who did not come"),
    "model_version": _l("Version of the ranking"),
    "notices": _l("Notices"),
    "number": _l("Version"),
    "on": _l("Switched on"),
    "organisation": _l("Organisation"),
    "other": _l("Other organisation, by number"),
    "owner_id": _l("New owner, by number"),
    "proposed": _l("Waiting for staff"),
    "purpose": _l("Purpose"),
    "reason": _l("Why"),
    "reminder": _l("Reminder"),
    "review": _l("Check"),
    "role_offered": _l("Role offered"),
    "round": _l("Round"),
    "serves": _l("Serves now"),
    "setting": _l("Setting"),
    "starts_at": _l("Begins at"),
    "status": _l("State"),
    "to": _l("After"),
    "version": _l("Version"),
    "withdrawn": _l("Withdrawn"),
}
SETTINGS: Mapping[str, object] = {
    "show_unclaimed_to_members": _l("Members see organisations that were imported and not yet claimed"),
    "exchange_rates": _l("Exchange rates"),
    "open_requests_per_organisation": _l("Requests that an organisation may have open at once"),
    "learnt_weights_wait_for_staff": _l("Weights learnt from decisions wait until staff publish them"),
    "meeting_hours": _l("Hours in which meetings are proposed"),
    "profile_confirmed_for_months": _l(
        "After how many months members are asked whether their profile is still right"
    ),
    "profile_hidden_after_days": _l("After how many days more a profile that nobody confirms is hidden"),
    "introduction_delays": _l("Delays that differ from the defaults"),
    "imprint": _l("Who runs the service"),
}
_BY: Mapping[str, object] = {
    "link": _l("the link of a mail"),
    "mail": _l("the link of a mail"),
    "page": _l("a page"),
    "staff": _l("programme staff"),
}
_GROUNDS: Mapping[str, object] = {
    Grounds.OWN: _l("their own organisation"),
    Grounds.STAFF_DUTY: _l("duty of staff"),
    Grounds.INTRODUCED: _l("introduced"),
}
_CHECKS: Mapping[str, object] = {
    ReviewKind.FIRST_PUBLICATION: _l("first publication"),
    ReviewKind.SENSITIVE_CHANGE: _l("sensitive change"),
}
_CLAIMS: Mapping[str, object] = {
    ClaimPurpose.CLAIM: _l("to take the profile over"),
    ClaimPurpose.REMOVAL: _l("to remove the profile"),
}
_OPINIONS: Mapping[str, object] = {Opinion.AGREES: _l("agrees"), Opinion.DOUBTS: _l("has doubts")}
_REMINDERS: Mapping[str, object] = {
    Reminder.ESCALATION: _l("staff of the other city may decide too"),
    Reminder.FIRST: _l("first reminder"),
    Reminder.SECOND: _l("second reminder"),
    Reminder.DID_YOU_MEET: _l("“Did you meet?”"),
}

Words = Callable[[str], object | None]


def _coded(*enums: type[StrEnum]) -> Words:
    members: dict[str, StrEnum] = {member.value: member for enum in enums for member in enum}
    return lambda code: label(members[code]) if code in members else None


def _in(words: Mapping[Any, object]) -> Words:
    return words.get


def _either(*ways: Words) -> Words:
    return lambda code: next((words for way in ways if (words := way(code))), None)


_ROLE = _either(_coded(MembershipRole), _in(ROLES))
_IMPRINT = {name: getattr(ImprintForm, name).args[0] for name in imprint.NAMES}
_PLACES = _in({"one_city": _l("Within one city")})
_SETTING_PART = _either(_in(tuning.NAMES), _coded(Hub), _PLACES, _in(_IMPRINT))
_FIELD: Words = _in(FIELD_LABELS)
_ANY_CODE = _coded(*LABELS)
# By the key of a detail, or by what the event is about and the key.
_VALUES: Mapping[str, Words] = {
    "introduction:from": _in(introductions.STATUS),
    "introduction:to": _in(introductions.STATUS),
    "introduction:status": _in(introductions.STATUS),
    "introduction:action": _in(introductions.DONE),
    "introduction:reason": _in(introductions.CLOSED),
    "introduction:code": _coded(RejectCode, DeclineCode),
    "meeting:from": _in(meetings.STATUS),
    "meeting:to": _in(meetings.STATUS),
    "meeting:action": _in(meetings.DONE),
    "outcome:from": _coded(OutcomeType),
    "outcome:to": _coded(OutcomeType),
    "match:reason": _coded(DismissReason),
    "member:before": _ROLE,
    "member:after": _ROLE,
    "claim:purpose": _in(_CLAIMS),
    "setting:before": _SETTING_PART,
    "setting:after": _SETTING_PART,
    "answer": _in(_OPINIONS),
    "by": _in(_BY),
    "changed": _FIELD,
    "fields": _FIELD,
    "grounds": _in(_GROUNDS),
    "hub": _coded(Hub),
    "kind": _either(_in(_CHECKS), _coded(Kind)),
    "member_role": _ROLE,
    "missed_by": _in(ROLES),
    "notices": _coded(NoticeType, Delivery),
    "proposed": _FIELD,
    "reminder": _in(_REMINDERS),
    "role_offered": _ROLE,
    "setting": _in(SETTINGS),
}


def what(event: AuditEvent) -> str:
    """Return what happened."""
    return str(TAGS[event.tag])


def role(event: AuditEvent) -> str:
    """Return in which role somebody acted."""
    return str(ROLES.get(event.actor_role, event.actor_role))


def subject(event: AuditEvent) -> str:
    """Return what the event is about, with its number."""
    return f"{SUBJECTS.get(event.subject_type, event.subject_type)} {event.subject_id}"


def details(event: AuditEvent) -> list[tuple[str, str]]:
    """Return what the event says besides, in words, without what it leaves empty."""
    about = event.tag.partition(":")[0]
    return [
        (str(KEYS.get(key, key)), _told(value, _VALUES.get(f"{about}:{key}") or _VALUES.get(key)))
        for key, value in sorted(event.data.items())
        if value not in (None, "", False, [], {})
    ]


def _told(value: Any, words: Words | None) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if value in (None, "", []):
        return str(_("none"))
    if isinstance(value, dict) and "code" in value:  # a need or an offer: what it is, then what is said of it
        return ", ".join(_told(inner, words) for inner in value.values() if inner)
    if isinstance(value, dict):
        return "; ".join(_part(name, inner, words) for name, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_told(one, words) for one in value)
    written = str(value)
    return str((words(written) if words else None) or _time(written) or written)


def _time(written: str) -> str:
    """Return a moment or a day of the record in the reader's form, nothing for any other text."""
    try:
        if _MOMENT.fullmatch(written):
            return show_moment(datetime.fromisoformat(written))
        return show_date(date.fromisoformat(written)) if _DAY.fullmatch(written) else ""
    except ValueError:  # somebody's own text, of a day that no calendar has
        return ""


def _part(name: str, value: Any, words: Words | None) -> str:
    """Return one part of a detail: a field and what became of it, a delay and its length, a count."""
    told = _told(name, words)
    if value is None:
        return told
    if words == _FIELD and isinstance(value, list) and len(value) == 2:
        before, after = (_told(one, _ANY_CODE) for one in value)
        return f"{told} ({before} → {after})"
    return f"{told} ({_told(value, words)})"
