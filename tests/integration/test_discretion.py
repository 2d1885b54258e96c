"""What the database refuses is logged without the values that it refused."""

import pytest
from flask import Flask
from sqlalchemy.exc import DataError, IntegrityError

from matchmaker.extensions import db
from tests import factories

CANARY = "canary@people.example.org"


@pytest.mark.parametrize("given", [{"email": CANARY}, {"email": CANARY, "locale": "de"}])
def test_a_refused_row_is_not_quoted(context: Flask, given: dict[str, str]) -> None:
    factories.user(email=CANARY)
    with pytest.raises(IntegrityError) as refused:
        factories.user(**given)
    told = f"{refused.value} {refused.value.__cause__}"
    assert "constraint" in told
    assert CANARY not in told
    assert "people.example.org" not in told


def test_a_refused_value_is_not_quoted(context: Flask) -> None:
    with pytest.raises(DataError) as refused:
        factories.user(email=CANARY, name="Cana\x00ry Person")
    assert CANARY not in str(refused.value)
    assert "ry Person" not in str(refused.value)
    db.session.rollback()
