"""The hours in which both cities talk, in ordinary weeks, in those of eight hours, and on change nights."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from matchmaker.introductions.meetings.overlap import Hours, gap, overlap, slots

PARIS, VALLEY = "Europe/Paris", "America/Los_Angeles"
IN_PARIS = Hours(PARIS, time(17), time(19))
IN_THE_VALLEY = Hours(VALLEY, time(8), time(10))
HALF_AN_HOUR = timedelta(minutes=30)
HOUR = timedelta(hours=1)


def clocks(moment: datetime) -> tuple[str, str]:
    return tuple(moment.astimezone(ZoneInfo(zone)).strftime("%H:%M") for zone in (PARIS, VALLEY))  # type: ignore[return-value]


def starts(day: date, length: timedelta = HALF_AN_HOUR) -> list[tuple[str, str]]:
    return [clocks(moment) for moment in slots([day], IN_THE_VALLEY, IN_PARIS, length, step=HALF_AN_HOUR)]


NINE = [("17:00", "08:00"), ("17:30", "08:30"), ("18:00", "09:00"), ("18:30", "09:30")]
EIGHT = [("17:00", "09:00"), ("17:30", "09:30")]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 6), NINE),  # the last working day before California changes, 8 March
        (date(2026, 3, 9), EIGHT),
        (date(2026, 3, 27), EIGHT),  # the last one before Paris changes, 29 March
        (date(2026, 3, 30), NINE),
        (date(2026, 10, 23), NINE),  # before Paris changes back, 25 October
        (date(2026, 10, 26), EIGHT),
        (date(2026, 10, 30), EIGHT),  # before California changes back, 1 November
        (date(2026, 11, 2), NINE),
        (date(2027, 3, 12), NINE),  # California changes on 14 March
        (date(2027, 3, 15), EIGHT),
        (date(2027, 3, 26), EIGHT),  # Paris changes on 28 March
        (date(2027, 3, 29), NINE),
        (date(2027, 10, 29), NINE),  # Paris changes on 31 October
        (date(2027, 11, 1), EIGHT),
        (date(2027, 11, 5), EIGHT),  # California changes on 7 November
        (date(2027, 11, 8), NINE),
    ],
)
def test_the_hours_are_right_around_each_change_of_clocks(day: date, expected: list[tuple[str, str]]) -> None:
    assert starts(day) == expected


def test_an_hour_fits_once_into_the_weeks_of_eight_hours() -> None:
    assert starts(date(2026, 3, 10), HOUR) == [("17:00", "09:00")]
    assert starts(date(2026, 4, 7), HOUR) == NINE[:3]


@pytest.mark.parametrize(
    ("moment", "hours"),
    [
        (datetime(2026, 3, 8, 9, 59, tzinfo=UTC), 9),
        (datetime(2026, 3, 8, 10, tzinfo=UTC), 8),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), 8),
        (datetime(2026, 3, 29, 1, tzinfo=UTC), 9),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), 9),
        (datetime(2026, 10, 25, 1, tzinfo=UTC), 8),
        (datetime(2026, 11, 1, 8, 59, tzinfo=UTC), 8),
        (datetime(2026, 11, 1, 9, tzinfo=UTC), 9),
        (datetime(2027, 3, 14, 10, tzinfo=UTC), 8),
        (datetime(2027, 3, 28, 1, tzinfo=UTC), 9),
        (datetime(2027, 10, 31, 1, tzinfo=UTC), 8),
        (datetime(2027, 11, 7, 9, tzinfo=UTC), 9),
    ],
)
def test_the_gap_changes_at_the_minute_of_the_night(moment: datetime, hours: int) -> None:
    assert gap(moment, PARIS, VALLEY) == timedelta(hours=hours)


def test_nobody_meets_on_a_weekend_or_holiday_of_either_city() -> None:
    assert starts(date(2026, 3, 7)) == []
    thanksgiving = Hours(VALLEY, time(8), time(10), {date(2026, 11, 26)})
    assert overlap(date(2026, 11, 26), thanksgiving, IN_PARIS) is None
    armistice = Hours(PARIS, time(17), time(19), {date(2026, 11, 11)})
    assert overlap(date(2026, 11, 11), IN_THE_VALLEY, armistice) is None


def test_hours_that_meet_on_two_dates_are_found() -> None:
    evening = Hours(VALLEY, time(22), time(23, 59))
    morning = Hours(PARIS, time(7, 30), time(9))
    joint = overlap(date(2026, 4, 7), evening, morning)
    assert joint is not None
    assert clocks(joint[0]) == ("07:30", "22:30")
    assert joint[0].astimezone(ZoneInfo(PARIS)).date() == date(2026, 4, 8)
    assert overlap(date(2026, 4, 10), evening, morning) is None  # Friday there is Saturday here


@pytest.mark.parametrize("zone", [PARIS, VALLEY])
@pytest.mark.parametrize("year", [2026, 2027])
def test_slots_on_a_change_night_follow_each_other_by_real_time(zone: str, year: int) -> None:
    """No default puts a meeting there, but a setting may, and weekends are not the reason it works."""
    for night in change_nights(zone, year):
        hours = Hours(zone, time(0), time(5))
        opens, closes = hours.on(night)
        shift = closes.astimezone(ZoneInfo(zone)).utcoffset()
        before = opens.astimezone(ZoneInfo(zone)).utcoffset()
        assert shift is not None
        assert before is not None
        assert closes - opens == 5 * HOUR - (shift - before)
        moments = [opens + n * HALF_AN_HOUR for n in range((closes - opens) // HALF_AN_HOUR)]
        shown = [moment.astimezone(ZoneInfo(zone)) for moment in moments]
        assert all(local.astimezone(UTC) == moment for local, moment in zip(shown, moments, strict=True))


def change_nights(zone: str, year: int) -> list[date]:
    """The two days of the year that do not have 24 hours there."""
    place = ZoneInfo(zone)
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    midnight = [datetime.combine(day, time(), place).astimezone(UTC) for day in days]
    changed = [
        day
        for day, start, end in zip(days, midnight, midnight[1:], strict=False)
        if end - start != timedelta(days=1)
    ]
    assert len(changed) == 2
    return changed


def test_hours_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(ValueError, match="end after"):
        Hours(PARIS, time(19), time(17))
