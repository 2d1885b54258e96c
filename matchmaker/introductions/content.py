"""What a request says, as typed."""

from dataclasses import dataclass

from matchmaker.taxonomy import NeedCode, Purpose


@dataclass(frozen=True)
class Content:
    """What a request says, as typed. `deck_url` is shown to the other side once both are introduced."""

    need: NeedCode
    message: str
    purpose: Purpose = Purpose.FIRST_CONVERSATION
    deck_url: str = ""
