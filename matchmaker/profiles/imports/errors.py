"""What may be wrong with a file or with one row of it, in words."""

from typing import Any

from flask_babel import lazy_gettext as _l

from matchmaker.core.errors import Invalid
from matchmaker.profiles.imports.limits import Limits


class UnreadableFileError(Invalid):
    """The file as a whole cannot be read, or exceeds a limit; nothing of it lands."""


def unpacks_too_large(limits: Limits) -> UnreadableFileError:
    """Return the refusal of a file that unpacks to more bytes than `limits.unpacked`."""
    return UnreadableFileError(_l("Unpacked, the file is larger than %(size)s bytes.", size=limits.unpacked))


class RowError(Exception):
    """One row cannot land; `reason` is a translatable sentence, `rule` groups equal reasons in counts."""

    def __init__(self, reason: Any, rule: Any | None = None) -> None:
        super().__init__()
        self.reason = reason
        self.rule = reason if rule is None else rule

    def __str__(self) -> str:
        return str(self.reason)
