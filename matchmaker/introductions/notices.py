"""What the timer has to tell people: noted with each step, then one mail a person for a whole run."""

from collections.abc import Iterable

from sqlalchemy import delete, select

from matchmaker.accounts.models import User
from matchmaker.extensions import db
from matchmaker.introductions import letters, summaries
from matchmaker.introductions.models import Introduction, Notice
from matchmaker.introductions.policies import WITH_SIDES
from matchmaker.notifications import service as notifications


def later(reader: User, template: str, introduction: Introduction) -> None:
    """Tell `reader` in the transaction under way; a mail that is wanted at once waits for `send_all`."""
    if letters.note(reader, template, introduction):
        db.session.add(Notice(introduction_id=introduction.id, user_id=reader.id, template=template))


def send_all() -> None:
    """Write one mail to each person for everything noted, each in a transaction of its own.

    A second worker waits for the rows that this one deletes, and then finds nothing to tell.
    """
    for user_id in db.session.scalars(select(Notice.user_id).distinct().order_by(Notice.user_id)).all():
        _send_to(user_id)
        db.session.commit()


def _send_to(user_id: int) -> None:
    taken = delete(Notice).where(Notice.user_id == user_id)
    noted = db.session.execute(taken.returning(Notice.introduction_id, Notice.template)).all()
    reader = db.session.get(User, user_id)
    if not noted or reader is None or not reader.active:
        return
    rows = _introductions({introduction_id for introduction_id, _ in noted})
    told = [(rows[introduction_id], template) for introduction_id, template in noted]
    if len(told) == 1:
        [(introduction, template)] = told
        letters.write(reader, template, introduction)
        return
    types = {letters.TYPES[template] for _, template in told}
    groups = summaries.grouped(reader, told)
    notifications.write(reader, "introductions/summary", types, groups=groups)


def _introductions(ids: Iterable[int]) -> dict[int, Introduction]:
    statement = select(Introduction).where(Introduction.id.in_(ids)).options(*WITH_SIDES)
    return {row.id: row for row in db.session.scalars(statement.execution_options(populate_existing=True))}
