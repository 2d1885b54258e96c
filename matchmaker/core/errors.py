"""What may go wrong in the domain, each with the HTTP status that tells it."""

from typing import ClassVar

from flask_babel import lazy_gettext as _l


class DomainError(Exception):
    """A refusal that a person can understand; `message` is translated when it is read."""

    status: ClassVar[int] = 400
    default: ClassVar[object] = _l("This cannot be done.")

    def __init__(self, message: object | None = None) -> None:
        super().__init__()
        self.message = self.default if message is None else message

    def __str__(self) -> str:
        return str(self.message)


class NotFound(DomainError):
    """The object is absent, or the reader may not know that it exists."""

    status = 404
    default = _l("What you look for may have been removed, or it is not for you.")


class Forbidden(DomainError):
    """The reader is known and may not do this."""

    status = 403
    default = _l("You may not do this.")


class Conflict(DomainError):
    """The state changed meanwhile, or does not allow this step."""

    status = 409
    default = _l("Somebody changed this in the meantime. What you sent was not saved over it.")


class Invalid(DomainError):
    """What was given cannot be accepted as it stands."""

    status = 422
    default = _l("Something in what you entered cannot be accepted.")
