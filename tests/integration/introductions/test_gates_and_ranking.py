"""What the ranking keeps apart and a person may ask for all the same; and who is full."""

from decimal import Decimal

from flask import Flask

from matchmaker.extensions import db
from matchmaker.introductions import approval
from matchmaker.introductions.workflow import Action
from matchmaker.matching import moments
from matchmaker.matching.engine import Gate
from matchmaker.matching.obstacles import WORDS
from matchmaker.taxonomy import Currency, Sector
from tests.integration.introductions.conftest import Scene


def test_a_request_past_the_money_is_taken_and_staff_are_warned(scene: Scene, context: Flask) -> None:
    startup, investor = scene.startup, scene.investor
    assert startup.startup is not None
    assert investor.investor is not None
    startup.startup.round_max, startup.startup.currency = Decimal(100_000), Currency.EUR
    investor.investor.cheque_min, investor.investor.currency = Decimal(9_000_000), Currency.USD
    investor.investor.excluded_sectors = list(startup.sectors) or [Sector.AI_DATA]
    startup.sectors = investor.investor.excluded_sectors
    db.session.commit()
    row = scene.loaded(scene.request())
    assert approval.hindrances(row) == []
    assert approval.warnings(row) == [WORDS[Gate.MONEY], WORDS[Gate.EXCLUDED_SECTOR]]


def test_who_reached_the_capacity_of_the_month_is_full_and_nobody_else(scene: Scene, context: Flask) -> None:
    scene.investor.capacity = 2
    db.session.commit()
    scene.introduced()
    assert moments.now().full == frozenset()
    founder, startup_id = scene.another_startup()
    row_id = scene.awaiting(founder, startup_id)
    assert moments.now().full == frozenset()
    scene.take(scene.people.valley_investor, row_id, Action.ACCEPT)
    assert moments.now().full == frozenset({scene.investor_id})
