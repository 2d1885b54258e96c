"""Pages of a long list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request
from sqlalchemy import Select, func, select

from matchmaker.extensions import AnySession

Item = TypeVar("Item")
PER_PAGE = 20


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of `total` items; `number` counts from 1."""

    items: Sequence[Item]
    number: int
    total: int
    per_page: int = PER_PAGE

    @property
    def last(self) -> int:
        """The number of the last page, at least 1."""
        return _last(self.total, self.per_page)

    @property
    def previous(self) -> int | None:
        """The number of the page before, or None on the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def following(self) -> int | None:
        """The number of the page after, or None on the last."""
        return self.number + 1 if self.number < self.last else None


def asked_number() -> int:
    """Return the number of the page that the request asks for, 1 where it names none."""
    return request.args.get("page", 1, type=int)


def paginate(
    session: AnySession, statement: Select[Item], number: int, per_page: int = PER_PAGE
) -> Page[Item]:
    """Run `statement` for page `number`, held within the pages there are."""
    counted: Select[Any] = select(func.count()).select_from(statement.order_by(None).subquery())
    total = session.scalar(counted) or 0
    held = min(max(1, number), _last(total, per_page))
    items = session.scalars(statement.limit(per_page).offset((held - 1) * per_page)).unique().all()
    return Page(items, held, total, per_page)


def slice_page(items: Sequence[Item], number: int, per_page: int = PER_PAGE) -> Page[Item]:
    """Cut page `number` out of a sequence that is already in memory."""
    held = min(max(1, number), _last(len(items), per_page))
    return Page(items[(held - 1) * per_page : held * per_page], held, len(items), per_page)


def _last(total: int, per_page: int) -> int:
    return max(1, -(-total // per_page))
