"""The facts of a profile as rows."""

from decimal import Decimal

from flask import Flask
from flask_babel import Babel

from matchmaker.profiles.facts import fact_rows
from matchmaker.taxonomy import Currency, Stage


def speaking() -> Flask:
    """The least application that formats for English readers."""
    app = Flask(__name__)
    Babel(app)
    return app


def test_both_ends_of_a_range_stand_on_one_row_with_their_currency() -> None:
    with speaking().app_context():
        rows = fact_rows(
            {"round_min": Decimal(1000), "round_max": Decimal(2000), "currency": Currency.EUR, "trl": 4}
        )
    assert len(rows) == 2
    assert rows[0][0] == "Round sought"
    assert "1,000" in rows[0][1]
    assert "2,000" in rows[0][1]


def test_a_range_with_one_end_says_which() -> None:
    with speaking().app_context():
        (row,) = fact_rows({"cheque_max": Decimal(5), "currency": Currency.USD})
    assert row[1].startswith("up to")


def test_no_is_a_fact() -> None:
    with speaking().app_context():
        assert [value for _, value in fact_rows({"pre_revenue": False, "stages": [Stage.SEED]})] == [
            "No",
            "Seed",
        ]
