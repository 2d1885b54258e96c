"""Where a profile offers to ask for an introduction."""

from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker.core import settings
from matchmaker.extensions import db
from matchmaker.taxonomy import Hub, Kind
from tests import factories
from tests.browser import Browser
from tests.integration.introductions.conftest import Scene
from tests.personas import Person


def other(app: Flask, scene: Scene, kind: Kind, hub: Hub, *, claimed: bool = True) -> int:
    with app.app_context():
        settings.put(db.session(), "show_unclaimed_to_members", True)
        owners = [scene.user(scene.people.make("Other Owner"))] if claimed else []
        row = factories.organisation(*owners, kind=kind, hub=hub, name="The Other")
        db.session.commit()
        return row.id


def offered(scene: Scene, founder: Browser, counterpart: int) -> bool:
    page = founder.get(f"/organisations/{counterpart}")
    assert page.status_code == 200
    return f"/introductions/new?organisation={scene.startup_id}&amp;counterpart={counterpart}" in page.text


def test_an_imported_organisation_that_members_see_may_be_asked(
    app: Flask, scene: Scene, english: Callable[[Person], Browser]
) -> None:
    unclaimed = other(app, scene, Kind.INVESTOR, Hub.SILICON_VALLEY, claimed=False)
    founder = english(scene.people.paris_founder)
    assert offered(scene, founder, scene.investor_id)
    assert offered(scene, founder, unclaimed)


@pytest.mark.parametrize("kind", [Kind.INVESTOR, Kind.STARTUP])
def test_nobody_of_the_own_city_is_offered(
    app: Flask, scene: Scene, english: Callable[[Person], Browser], kind: Kind
) -> None:
    neighbour = other(app, scene, kind, Hub.PARIS)
    assert not offered(scene, english(scene.people.paris_founder), neighbour)
