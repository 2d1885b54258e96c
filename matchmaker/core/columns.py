"""Column types: codes of our taxonomy, alone or as a set."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import Dialect, Enum, String
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeDecorator


def coded(codes: type[StrEnum], *, name: str) -> Enum:
    """Return a text column type that holds one member of `codes`, checked by the constraint `name`."""
    return Enum(
        codes,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


class Codes(TypeDecorator[list[Any]]):
    """A text array that holds members of one StrEnum, in the order given and each once."""

    impl = ARRAY(String(60))  # PostgreSQL cuts a longer code without a word
    cache_ok = True

    def __init__(self, codes: type[StrEnum]) -> None:
        super().__init__()
        self.codes = codes

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> list[str] | None:
        """Check and order what goes to the database; raise ValueError for an unknown code."""
        return None if value is None else list(dict.fromkeys(self.codes(item).value for item in value))

    def process_result_value(self, value: list[str] | None, dialect: Dialect) -> list[Any] | None:
        """Turn what comes from the database into members."""
        return None if value is None else [self.codes(item) for item in value]
