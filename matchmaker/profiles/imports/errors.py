"""What may be wrong with a file or with one row of it, in words."""

from typing import Any

from matchmaker.core.errors import Invalid


class UnreadableFileError(Invalid):
    """The file as a whole cannot be read, or exceeds a limit; nothing of it lands."""


class RowError(Exception):
    """One row cannot land; `reason` is a translatable sentence, `rule` groups equal reasons in counts."""

    def __init__(self, reason: Any, rule: Any | None = None) -> None:
        super().__init__()
        self.reason = reason
        self.rule = reason if rule is None else rule

    def __str__(self) -> str:
        return str(self.reason)
