"""Two shores with one member each, published and indexed."""

import shutil
from dataclasses import dataclass

import pytest
from flask import Flask

from matchmaker.extensions import db
from matchmaker.matching import build, served
from matchmaker.taxonomy import Hub, Kind, Sector
from tests import factories
from tests.personas import Personas


@dataclass(frozen=True)
class Shores:
    """The ids of the organisations of the tests."""

    startup: int
    fund: int
    secret: int


@pytest.fixture
def shores(app: Flask, personas: Personas) -> Shores:
    founder, investor = personas.paris_founder, personas.valley_investor
    shutil.rmtree(app.config["SNAPSHOT_DIR"], ignore_errors=True)
    served.init_app(app)
    with app.app_context():
        startup = factories.organisation(
            personas.user(founder),
            name="Tri Malin",
            description_fr="Des caméras qui trient les déchets d'emballage.",
            description_en="Cameras that sort packaging waste.",
            sectors=[Sector.WASTE_CIRCULAR],
            contact={
                "name": "Nom Secret",
                "email": "canary-startup@example.org",
                "phone": "+33 1 99 00 00 01",
            },
        )
        fund = factories.organisation(
            personas.user(investor),
            kind=Kind.INVESTOR,
            hub=Hub.SILICON_VALLEY,
            name="Loop Fund",
            description_en="We back waste sorting & <b>recycling</b>.",
            sectors=[Sector.WASTE_CIRCULAR],
            contact={"name": "Hidden Person", "email": "canary-fund@example.org", "phone": "+1 415 555 0100"},
        )
        secret = factories.organisation(
            personas.user(investor),
            kind=Kind.INVESTOR,
            hub=Hub.SILICON_VALLEY,
            name="Aardvark Hidden Capital",
            description_en="Waste sorting.",
            teaser_en="A family office that cares for waste.",
            website="https://aardvark-hidden.example.org",
            confidential=True,
        )
        db.session.commit()
        made = Shores(startup.id, fund.id, secret.id)
        build.build()
    return made


@pytest.fixture
def paris_reads_english(app: Flask, personas: Personas) -> None:
    """One set of words then serves for both cities."""
    with app.app_context():
        for person in (personas.paris_founder, personas.paris_staff):
            personas.user(person).locale = "en"
        db.session.commit()
