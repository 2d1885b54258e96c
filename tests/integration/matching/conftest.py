"""A small published world on both shores, indexed."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.core.permissions import Role
from matchmaker.extensions import db
from matchmaker.matching import build, served
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import load
from matchmaker.profiles.values import Entry
from matchmaker.taxonomy import Hub, Kind, NeedCode, Sector, ServedDirection, Stage, Theme
from tests import factories


@dataclass
class World:
    """The organisations of the tests."""

    founder: User
    startup: Organisation
    waste_fund: Organisation
    space_fund: Organisation
    paris_fund: Organisation
    landing: Organisation

    @property
    def viewpoint(self) -> Organisation:
        """The startup as a request loads it."""
        return load(self.startup.id)


@pytest.fixture(autouse=True)
def empty_folder(app: Flask) -> Path:
    """No snapshot of an earlier test."""
    folder = Path(app.config["SNAPSHOT_DIR"])
    shutil.rmtree(folder, ignore_errors=True)
    served.init_app(app)
    return folder


@pytest.fixture
def world(context: Flask) -> World:
    founder, funder = factories.user(locale="fr"), factories.user()
    startup = factories.organisation(
        founder,
        name="Tri Malin",
        description_en="Cameras that sort packaging waste on the belt of a recycling plant.",
        sectors=[Sector.WASTE_CIRCULAR],
        themes=[Theme.WASTE],
        stage=Stage.SEED,
        needs=(Entry(NeedCode.FUNDRAISING),),
        offers=(Entry(NeedCode.RD_PARTNER),),
    )

    def fund(name: str, hub: Hub, text: str, sector: Sector) -> Organisation:
        return factories.organisation(
            funder, kind=Kind.INVESTOR, hub=hub, name=name, description_en=text, sectors=[sector]
        )

    made = World(
        founder=founder,
        startup=startup,
        waste_fund=fund(
            "Loop Fund",
            Hub.SILICON_VALLEY,
            "We back recycling plants and waste sorting.",
            Sector.WASTE_CIRCULAR,
        ),
        space_fund=fund("Orbit Fund", Hub.SILICON_VALLEY, "Rockets and satellites.", Sector.SPACE),
        paris_fund=fund("Fonds Voisin", Hub.PARIS, "Waste sorting and recycling.", Sector.WASTE_CIRCULAR),
        landing=factories.organisation(
            funder,
            kind=Kind.PROGRAMME,
            hub=Hub.PARIS,
            name="Vers la baie",
            description_en="We take Paris firms to the Valley, waste and recycling above all.",
            direction=ServedDirection.PARIS_TO_SV,
            sectors=[Sector.WASTE_CIRCULAR],
        ),
    )
    db.session.commit()
    build.build()
    return made


@pytest.fixture
def staff(context: Flask) -> User:
    return factories.user(role=Role.STAFF, staff_hub=Hub.PARIS)
