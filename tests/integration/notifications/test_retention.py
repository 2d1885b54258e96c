"""Old notices go, new and unread ones stay."""

from datetime import timedelta

from matchmaker.core import clock
from matchmaker.notifications import retention, service
from tests.integration.notifications.conftest import MORNING, Desk, run


def _left_after(desk: Desk, days: int) -> int:
    with clock.at(MORNING + timedelta(days=days)):
        run(retention.delete_old)
    return len(desk.notices)


def test_a_read_notice_is_deleted_after_180_days(desk: Desk) -> None:
    with clock.at(MORNING):
        desk.tell()
        service.read_all(desk.reader)
    assert _left_after(desk, 179) == 1
    assert _left_after(desk, 180) == 0


def test_an_unread_notice_stays_until_nobody_will_read_it_any_more(desk: Desk) -> None:
    with clock.at(MORNING):
        desk.tell()
    assert _left_after(desk, 399) == 1
    assert _left_after(desk, 400) == 0
