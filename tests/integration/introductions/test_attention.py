"""What introductions tell the ranking: who was asked lately, and how much of a month is taken."""

from datetime import timedelta

import numpy as np
from flask import Flask

from matchmaker.core import clock
from matchmaker.extensions import db
from matchmaker.introductions.fullness import Fullness
from matchmaker.matching.attention import attention
from matchmaker.matching.candidates import candidate
from matchmaker.matching.engine import Columns
from tests.integration.introductions.conftest import Scene, scene

__all__ = ["scene"]


def test_a_request_counts_for_28_days_and_an_introduction_for_the_month(scene: Scene, context: Flask) -> None:
    scene.investor.capacity = 4
    db.session.commit()
    scene.introduced()
    now = clock.now()
    assert Fullness().asked_since(now - timedelta(days=1)) == {scene.investor_id: 1}
    assert Fullness().asked_since(now + timedelta(minutes=1)) == {}
    assert Fullness().introduced() == {scene.investor_id: 1}
    columns = Columns.of([candidate(scene.startup), candidate(scene.investor)])
    had = attention(columns, np.ones(2, dtype=bool))
    assert had.asked.tolist() == [0, 1]
    assert had.left.tolist() == [np.inf, 3]
    with clock.at(now + timedelta(days=60)):
        later = attention(columns, np.ones(2, dtype=bool))
        assert later.asked.tolist() == [0, 0]
        assert later.left.tolist() == [np.inf, 4]


def test_who_takes_any_number_has_all_of_it_left(scene: Scene, context: Flask) -> None:
    scene.introduced()
    columns = Columns.of([candidate(scene.investor)])
    assert attention(columns, np.ones(1, dtype=bool)).left.tolist() == [np.inf]
