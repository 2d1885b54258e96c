import io
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete

from matchmaker.extensions import db
from matchmaker.profiles import export
from matchmaker.profiles.models import Organisation, OrganisationContact, ProfileStatus
from matchmaker.profiles.values import Entry
from matchmaker.taxonomy import (
    Currency,
    Direction,
    District,
    Hub,
    InvestorType,
    Kind,
    NeedCode,
    ProgrammeType,
    Sector,
    ServedDirection,
    Stage,
    SubSector,
    Theme,
    Traction,
    Urgency,
)
from tests import factories
from tests.integration.imports.conftest import Import

ENTRIES = {
    "needs": (Entry(NeedCode.HIRING, Direction.PARIS_TO_SV, Urgency.NOW, 'Deux "ingénieurs"; vite\nmerci'),),
    "offers": (Entry(NeedCode.MENTOR), Entry(NeedCode.CITY_TESTBED, text="=HYPERLINK()")),
}
FULL: dict[Kind, dict[str, Any]] = {
    Kind.STARTUP: {
        "stage": Stage.SEED,
        "headcount": 12,
        "round_min": Decimal("500000"),
        "round_max": Decimal("1500000.50"),
        "currency": Currency.EUR,
        "traction": Traction.UP_TO_100K,
        "business_model": "B2B; abonnements",
        "founded": 2019,
        "trl": 7,
        "regulated": False,
        "needs_permit": True,
        "sub_sectors": [SubSector.AI_DATA_VISION],
    },
    Kind.INVESTOR: {
        "type": InvestorType.VC,
        "stages": [Stage.SEED, Stage.SERIES_A],
        "cheque_min": Decimal(100000),
        "cheque_max": Decimal(900000),
        "currency": Currency.USD,
        "excluded_sectors": [Sector.TRAVEL],
        "pre_revenue": True,
        "capacity": 3,
        "accepted_hubs": [Hub.PARIS],
    },
    Kind.PROGRAMME: {
        "type": ProgrammeType.SOFT_LANDING,
        "direction": ServedDirection.BOTH,
        "services": [NeedCode.ENTITY_SETUP],
        "seats": 10,
        "stages": [Stage.SEED],
    },
}


def exported(kind: Kind) -> str:
    output = io.StringIO()
    export.write(output, kind)
    return output.getvalue()


def fill(kind: Kind) -> None:
    common: dict[str, Any] = {
        "kind": kind,
        "name": "=Firme, « fictive »",
        "tagline": "+1 idée; avec un point-virgule",
        "website": "https://fictive.example",
        "registry_id": "732829320",
        "district": District.PARIS_10,
        "description_fr": "Première ligne,\n\n'=troisième' ligne \\ fin",
        "description_en": "-dash first",
        "needs_text": "@home",
        "themes": [Theme.ENERGY],
        "languages": ["fr", "en"],
        "conflicts": ["Rival; Sons", "Back\\slash"],
        "other_names": ["Brand; Mark", "Former Name"],
        "fictional": True,
        **ENTRIES,
    }
    factories.organisation(**(common | FULL[kind]))
    factories.organisation(kind=kind, name="'plain", description_en="", sectors=[])
    factories.organisation(kind=kind, name="Bay", hub=Hub.SILICON_VALLEY, import_source="yc", import_id="7")
    factories.organisation(kind=kind, name="Bay", hub=Hub.SILICON_VALLEY, import_source="yc", import_id="8")
    db.session.commit()


@pytest.mark.parametrize("kind", list(Kind))
def test_an_export_into_an_empty_database_gives_the_same_bytes_again(kind: Kind, import_text: Import) -> None:
    fill(kind)
    first = exported(kind)
    assert "Rival\\; Sons" in first
    db.session.execute(delete(Organisation))
    db.session.commit()
    report = import_text(first, kind=kind)
    assert (report.counts["new"], report.rejects) == (4, [])
    assert exported(kind) == first
    assert import_text(first, kind=kind).counts["unchanged"] == 4


def test_no_cell_of_an_export_begins_like_a_formula(context: Flask) -> None:
    import csv

    fill(Kind.STARTUP)
    for row in csv.reader(io.StringIO(exported(Kind.STARTUP))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_an_export_holds_no_person_no_draft_and_no_confidential_name(context: Flask) -> None:
    owner = factories.user(name="Nadia Secret", email="nadia@secret.example.org")
    contact = {"name": "Nadia Secret", "email": "nadia@secret.example.org", "phone": "+33 1 02 03 04 05"}
    shown = factories.organisation(owner, name="Shown", contact=contact)
    factories.organisation(owner, name="Hidden Name", confidential=True)
    factories.organisation(owner, name="Draft Name", status=ProfileStatus.DRAFT)
    db.session.commit()
    output = io.StringIO()
    assert export.write(output, Kind.STARTUP) == (1, 1)
    text = output.getvalue()
    assert "Shown" in text
    for secret in ("Nadia", "secret.example.org", "02 03 04", "Hidden Name", "Draft Name"):
        assert secret not in text
    assert db.session.get(OrganisationContact, shown.id) is not None


def test_an_export_of_one_hub_leaves_the_other_out(context: Flask) -> None:
    fill(Kind.STARTUP)
    output = io.StringIO()
    assert export.write(output, Kind.STARTUP, Hub.SILICON_VALLEY)[0] == 2
    assert ",paris," not in output.getvalue()
