"""The page of the weights with a version that waits: every table and button of it, wide and narrow."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import delete

from matchmaker.demo.accounts import STAFF_PARIS
from matchmaker.extensions import db
from matchmaker.matching import published
from matchmaker.matching.engine import WEIGHTS
from matchmaker.matching.models import LearntModel, ModelState
from tests.e2e.service import Service
from tests.e2e.test_pages import faults_of_page
from tests.e2e.visitor import Visitor
from tests.personas import PASSWORD


@pytest.fixture
def versions(service: Service) -> Iterator[None]:
    """One version that waits and one that served."""
    figures = {"current": 0.7, "candidate": 0.75, "gain": 0.05, "low": 0.01, "high": 0.09, "viewers": 40}
    metrics = {"against": WEIGHTS.version, "decisions": 240, "ndcg": figures, "auc": figures, "better": False}
    with service.app.app_context():
        for version, state in (("waits", ModelState.CANDIDATE), ("served", ModelState.RETIRED)):
            weights = {**published.plain(WEIGHTS), "version": version}
            given = {"base": WEIGHTS.version, "weights": weights, "metrics": metrics, "examples": 800}
            db.session.add(LearntModel(version=version, state=state, **given))
        db.session.commit()
    yield
    with service.app.app_context():
        db.session.execute(delete(LearntModel))
        db.session.commit()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_of_the_weights_is_accessible_and_narrow(
    visitor: Callable[..., Visitor], versions: None, language: str
) -> None:
    staff = visitor(language)
    staff.sign_in(STAFF_PARIS, PASSWORD)
    staff.open("/weights")
    assert faults_of_page(staff) == []
    assert staff.page.locator("form[action$='/weights/publish']").count() == 2
