"""Quiet hours and the hour of the summary by the clocks of both cities, on change nights too."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.notifications.quiet import SUMMARY_AT, QuietHours, next_summary, parse, release

PARIS, VALLEY = "Europe/Paris", "America/Los_Angeles"
NIGHT = QuietHours(22, 7)
ZONES = st.sampled_from([PARIS, VALLEY, "UTC", "Asia/Kolkata", "Australia/Sydney"])
HOURS = st.tuples(st.integers(0, 23), st.integers(0, 23)).filter(lambda pair: pair[0] != pair[1])
# Any minute of the weeks around the change nights of 2026 in America and Europe.
MOMENTS = st.builds(
    lambda start, minutes: start + timedelta(minutes=minutes),
    st.sampled_from([datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 10, 22, tzinfo=UTC)]),
    st.integers(0, 28 * 24 * 60),
)


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize("zone", [PARIS, VALLEY])
def test_a_mail_of_the_day_goes_at_once(zone: str) -> None:
    noon = at("2026-06-10T12:00", zone)
    assert release(noon, zone, NIGHT) == noon


@pytest.mark.parametrize("zone", [PARIS, VALLEY])
@pytest.mark.parametrize("night", ["2026-06-10T22:00", "2026-06-10T23:59", "2026-06-11T00:30"])
def test_a_mail_of_the_night_goes_at_the_end_of_the_quiet_hours(zone: str, night: str) -> None:
    assert release(at(night, zone), zone, NIGHT) == at("2026-06-11T07:00", zone)


def test_without_quiet_hours_a_mail_goes_at_any_hour() -> None:
    night = at("2026-06-10T03:00", PARIS)
    assert release(night, PARIS, None) == night


@pytest.mark.parametrize(
    ("evening", "zone", "hours"),
    [
        ("2026-03-28T22:00", PARIS, 8),
        ("2026-10-24T22:00", PARIS, 10),
        ("2026-03-07T22:00", VALLEY, 8),
        ("2026-10-31T22:00", VALLEY, 10),
    ],
)
def test_on_a_change_night_the_quiet_hours_end_by_the_clock_and_not_by_their_length(
    evening: str, zone: str, hours: int
) -> None:
    moment = at(evening, zone)
    assert release(moment, zone, NIGHT) - moment == timedelta(hours=hours)
    assert release(moment, zone, NIGHT).astimezone(ZoneInfo(zone)).hour == 7


def test_quiet_hours_that_end_in_the_hour_left_out_end_when_the_clock_jumps() -> None:
    before = at("2026-03-29T01:30", PARIS)
    assert release(before, PARIS, QuietHours(22, 2)) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_quiet_hours_cover_the_hour_that_comes_twice_both_times() -> None:
    quiet = QuietHours(22, 3)
    for hour in (0, 1):  # 2 o'clock in Paris, for the first and for the second time
        moment = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
        assert release(moment, PARIS, quiet) == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)


@given(moment=MOMENTS, zone=ZONES, hours=HOURS)
def test_a_mail_is_never_early_never_in_quiet_hours_and_never_later_than_it_must(
    moment: datetime, zone: str, hours: tuple[int, int]
) -> None:
    quiet = QuietHours(*hours)
    goes = release(moment, zone, quiet)
    assert goes >= moment
    assert not quiet.cover(goes.astimezone(ZoneInfo(zone)).hour)
    between = moment
    while between < goes:
        assert quiet.cover(between.astimezone(ZoneInfo(zone)).hour)
        between += timedelta(minutes=10)


@pytest.mark.parametrize("zone", [PARIS, VALLEY])
def test_the_summary_goes_in_the_morning_and_what_comes_after_waits_for_the_next(zone: str) -> None:
    assert next_summary(at("2026-06-10T07:59", zone), zone, NIGHT) == at("2026-06-10T08:00", zone)
    assert next_summary(at("2026-06-10T08:00", zone), zone, NIGHT) == at("2026-06-11T08:00", zone)


def test_the_summary_waits_for_the_end_of_quiet_hours_that_cover_the_morning() -> None:
    late = QuietHours(1, 10)
    assert next_summary(at("2026-06-10T08:30", PARIS), PARIS, late) == at("2026-06-10T10:00", PARIS)
    by_day = QuietHours(7, 1)  # somebody who reads mails at night
    assert next_summary(at("2026-06-10T00:30", PARIS), PARIS, by_day) == at("2026-06-10T01:00", PARIS)


@given(moment=MOMENTS, zone=ZONES, hours=st.none() | HOURS)
def test_there_is_a_summary_within_two_days_and_none_in_quiet_hours(
    moment: datetime, zone: str, hours: tuple[int, int] | None
) -> None:
    quiet = QuietHours(*hours) if hours else None
    due = next_summary(moment, zone, quiet)
    assert moment < due <= moment + timedelta(hours=49)
    hour = due.astimezone(ZoneInfo(zone)).hour
    assert hour == SUMMARY_AT if quiet is None else not quiet.cover(hour)


def test_an_operator_writes_quiet_hours_as_two_hours_or_none() -> None:
    assert parse("22-7") == NIGHT
    assert parse("none") is None
    for wrong in ("", "22", "22-22", "7-24", "night", "-1-7"):
        with pytest.raises(ValueError, match=r".*"):
            parse(wrong)
