"""When a request is open to staff of both cities."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from matchmaker.introductions import working_days

PARIS = "Europe/Paris"


def paris(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(PARIS))  # type: ignore[arg-type,misc]


def test_three_days_within_a_week_keep_the_time_of_day() -> None:
    assert working_days.add(paris(2026, 3, 2, 15, 30), 3, PARIS) == paris(2026, 3, 5, 15, 30)


def test_a_weekend_does_not_count() -> None:
    assert working_days.add(paris(2026, 3, 5, 9), 3, PARIS) == paris(2026, 3, 10, 9)


def test_what_comes_in_on_a_saturday_counts_from_monday_midnight() -> None:
    assert working_days.add(paris(2026, 3, 7, 18), 3, PARIS) == paris(2026, 3, 12, 0)


def test_the_weekday_is_that_of_the_place() -> None:
    friday_evening_in_california = datetime(2026, 3, 7, 2, tzinfo=ZoneInfo("UTC"))
    due = working_days.add(friday_evening_in_california, 1, "America/Los_Angeles")
    assert due.date() == date(2026, 3, 9)
    assert due.hour == 18


def test_the_local_hour_stays_over_a_change_of_clocks() -> None:
    due = working_days.add(paris(2026, 3, 27, 10), 1, PARIS)
    assert (due.date(), due.hour) == (date(2026, 3, 30), 10)


def test_given_holidays_do_not_count() -> None:
    assert working_days.add(paris(2026, 5, 13, 9), 1, PARIS, {date(2026, 5, 14)}) == paris(2026, 5, 15, 9)
