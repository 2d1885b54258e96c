"""What the database refuses is logged without the values that it refused: they may be people's."""

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

_DETAIL = "\nDETAIL:"


def without_values(message: str) -> str:
    """Return an error message of PostgreSQL without its detail, which quotes the row or key."""
    return message.partition(_DETAIL)[0]


def init_engine(engine: Engine) -> None:
    """Let every error that `engine` raises name tables and constraints, and no value.

    Parameters are left out by the engine's own `hide_parameters`.
    """
    event.listen(engine, "handle_error", _leave_out_values)


def _leave_out_values(context: ExceptionContext) -> None:
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args and isinstance(error.args[0], str):
            error.args = (without_values(error.args[0]), *error.args[1:])
