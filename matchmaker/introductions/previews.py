"""How a draft will read on the other side: the same words that will be stored when it is sent."""

from dataclasses import dataclass

from matchmaker.core.errors import Invalid
from matchmaker.introductions import messages
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.wording import LEFT_OUT
from matchmaker.profiles import known_names
from matchmaker.profiles.masking import Kind
from matchmaker.taxonomy import NeedCode, Purpose


@dataclass(frozen=True)
class Preview:
    """What the other side will read, what was left out of it, and why it cannot be sent where it cannot."""

    purpose: Purpose
    need: NeedCode
    message: str
    left_out: tuple[object, ...] = ()
    fault: object | None = None


def of(draft: Introduction) -> Preview:
    """Return the preview of a draft, whose sides must be loaded."""
    try:
        masked = messages.request_message(draft.message, known_names.of(draft.requester))
    except Invalid as refusal:
        return Preview(draft.purpose, draft.need, draft.message, fault=refusal.message)
    told = tuple(LEFT_OUT[kind] for kind in Kind if kind in masked.kinds)
    return Preview(draft.purpose, draft.need, masked.text, told)
