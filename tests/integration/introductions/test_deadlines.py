"""By when the desk says that somebody should act."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from matchmaker.introductions.desk import deadlines
from matchmaker.introductions.workflow import Status
from matchmaker.taxonomy import Hub

BEFORE_THANKSGIVING = datetime(2040, 11, 21, 18, tzinfo=UTC)  # a Wednesday, in a year that is still to come


@pytest.mark.parametrize(
    ("hub", "day"), [(Hub.PARIS, date(2040, 11, 26)), (Hub.SILICON_VALLEY, date(2040, 11, 28))]
)
def test_a_request_is_to_be_decided_in_three_working_days_of_its_own_city(
    context: Flask, hub: Hub, day: date
) -> None:
    found = deadlines.at(Status.SUBMITTED, hub, BEFORE_THANKSGIVING, None)
    assert found is not None
    assert found.date() == day


def test_past_that_day_it_is_the_day_on_which_the_request_lapses(context: Flask) -> None:
    found = deadlines.at(Status.SUBMITTED, Hub.PARIS, datetime(2020, 3, 2, 12, tzinfo=UTC), None)
    assert found is not None
    assert found.date() == date(2020, 3, 23)


def test_an_answer_put_off_is_due_on_the_day_that_the_counterpart_chose(context: Flask) -> None:
    found = deadlines.at(Status.DEFERRED, Hub.PARIS, BEFORE_THANKSGIVING, date(2040, 12, 24))
    assert found is not None
    assert found.date() == date(2040, 12, 24)


def test_what_is_closed_has_none(context: Flask) -> None:
    assert deadlines.at(Status.CLOSED, Hub.PARIS, BEFORE_THANKSGIVING, None) is None
