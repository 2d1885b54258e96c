"""The four mappings on small fictional files of the same shapes."""

from pathlib import Path

import pytest

from matchmaker.core.errors import NotFound
from matchmaker.profiles.imports import mapping, readers
from matchmaker.profiles.imports.errors import UnreadableFileError
from matchmaker.profiles.imports.limits import COMMAND_LINE
from matchmaker.profiles.imports.report import Report
from matchmaker.profiles.imports.run import Order, read_firms
from matchmaker.profiles.imports.translate import Selection
from matchmaker.taxonomy import Hub, Kind

FILES = Path(__file__).parents[2] / "data" / "imports"


def translated(
    name: str, kind: Kind, hub: Hub, *selections: Selection
) -> tuple[dict[str, dict[str, str]], Report]:
    report = Report()
    with (FILES / f"{name}.csv").open("rb") as stream:
        table = readers.open_table(stream, COMMAND_LINE)
        order = Order(kind, hub, mapping.load(name), selections)
        firms = read_firms(table, order, report)
    return {firm.cells["name"]: firm.cells for firm in firms}, report


def test_yc_companies_land_where_the_bay_area_comes_first() -> None:
    firms, report = translated("yc_companies", Kind.STARTUP, Hub.SILICON_VALLEY)
    assert set(firms) == {"Lumen Orchard", "Nova"}
    assert report.counts["other_hub"] == 2
    assert report.counts["gone"] == 2
    assert list(report.reasons) == ["The row has neither a name nor a registration number."]


def test_a_yc_company_is_read_into_our_codes() -> None:
    firms, _ = translated("yc_companies", Kind.STARTUP, Hub.SILICON_VALLEY)
    found = firms["Lumen Orchard"]
    assert found["sectors"] == "climate_energy"
    assert found["themes"] == "energy"
    assert found["stage"] == "seed"
    assert found["headcount"] == "5"
    assert found["business_model"] == "B2B, SaaS"
    assert found["website"] == "https://www.lumenorchard.example"
    assert found["district"] == "county_san_francisco"
    assert found["description_en"].startswith("Solar plans for roofs\n\nLumen Orchard measures")
    assert "roofs & plans" in found["description_en"]


def test_the_other_hub_takes_the_firms_that_name_it_first() -> None:
    firms, _ = translated("yc_companies", Kind.STARTUP, Hub.PARIS)
    assert set(firms) == {"Passerelle Deux"}


def test_projects_of_one_laureate_are_one_firm_newest_first() -> None:
    firms, report = translated("ilab_laureats", Kind.STARTUP, Hub.PARIS)
    found = firms["Bruits Fictifs"]
    assert report.counts["merged"] == 1
    assert found["registry_id"] == "732829320"
    assert found["tagline"] == "Carte du bruit en temps réel"
    assert found["description_fr"].index("Carte du bruit") < found["description_fr"].index(
        "Capteurs de bruit"
    )
    assert found["website"] == "http://www.bruits-fictifs.example"
    assert found["themes"] == "pollution"
    assert found["lang"] == "fr"


def test_a_laureate_without_name_is_called_after_its_number_and_one_with_neither_is_refused() -> None:
    firms, report = translated("ilab_laureats", Kind.STARTUP, Hub.PARIS)
    assert "SIREN 552100554" in firms
    assert [reject.row.line for reject in report.rejects] == [4]


def test_a_registry_number_that_cannot_be_right_costs_the_number_not_the_row() -> None:
    firms, report = translated("ilab_laureats", Kind.STARTUP, Hub.PARIS)
    assert "Chimie Fictive" in firms
    assert report.warnings["A registration number that cannot be right was left out."] == 1


def test_i_nov_projects_bring_sector_themes_and_district() -> None:
    firms, _ = translated("inov_laureats", Kind.STARTUP, Hub.PARIS)
    assert set(firms) == {"Bruits Fictifs", "Vélos Fictifs"}
    assert firms["Vélos Fictifs"]["district"] == "dept_92"
    assert firms["Vélos Fictifs"]["sectors"].startswith("mobility")
    assert firms["Bruits Fictifs"]["district"] == "paris_10"
    assert firms["Bruits Fictifs"]["sectors"].split(";")[0] == "waste_circular"


def test_a_fund_is_read_with_stages_cheques_and_where_it_invests() -> None:
    firms, _ = translated("vcs", Kind.INVESTOR, Hub.PARIS)
    found = firms["Fonds Fictif"]
    assert found["stages"] == "pre_seed;seed;series_a"
    assert (found["cheque_min"], found["cheque_max"], found["currency"]) == ("250000", "2000000", "USD")
    assert found["accepted_hubs"] == "paris;silicon_valley"
    assert found["type"] == "vc"
    assert found["pre_revenue"] == "yes"
    assert found["district"] == "paris_10"
    assert found["thesis_en"].startswith("We back climate tech")
    assert found["sectors"] == "climate_energy;mobility"  # what the thesis refuses is no sector wanted


def test_french_funds_outside_the_region_say_where_they_are() -> None:
    firms, report = translated("vcs", Kind.INVESTOR, Hub.PARIS)
    assert firms["Capital des Monts"]["tagline"] == "Head office: Grenoble, France"
    assert firms["Maison de France"]["tagline"] == "Head office: France"
    assert firms["Capital des Monts"]["cheque_min"] == ""
    assert "Nowhere Capital" not in firms
    assert report.counts["other_hub"] == 4


def test_a_fund_that_names_its_own_country_alone_refuses_no_head_office() -> None:
    firms, _ = translated("vcs", Kind.INVESTOR, Hub.PARIS)
    assert firms["Capital des Monts"]["accepted_hubs"] == ""


def test_studios_are_programmes_and_a_fund_with_crossed_cheques_is_refused() -> None:
    investors, report = translated("vcs", Kind.INVESTOR, Hub.SILICON_VALLEY)
    programmes, _ = translated("vcs", Kind.PROGRAMME, Hub.SILICON_VALLEY)
    assert investors == {}
    assert report.counts["other_kind"] == 1
    assert "below the smallest" in str(report.rejects[0].reason)
    assert programmes["Atelier Example"]["type"] == "incubator"
    assert programmes["Atelier Example"]["direction"] == "paris_to_sv"  # it serves who comes to it


@pytest.mark.parametrize(
    ("column", "pattern", "expected"),
    [
        ("Région", "ile-de-france", 3),
        ("Région", "*AQUITAINE|*france", 3),
        ("Année de concours", "201[25]", 3),
        ("Libellé entreprise", "bruits*", 1),
        ("Moto", "*nothing*", 0),
    ],
)
def test_where_looks_past_case_and_accents(column: str, pattern: str, expected: int) -> None:
    firms, _ = translated("ilab_laureats", Kind.STARTUP, Hub.PARIS, Selection(column, pattern))
    assert len(firms) == expected


def test_a_column_to_choose_by_that_the_file_lacks_is_an_error_not_an_empty_result() -> None:
    with pytest.raises(UnreadableFileError, match="no column Regions"):
        translated("ilab_laureats", Kind.STARTUP, Hub.PARIS, Selection("Regions", "*"))


def test_a_mapping_on_another_file_says_which_column_is_missing() -> None:
    order = Order(Kind.STARTUP, Hub.PARIS, mapping.load("ilab_laureats"))
    with (FILES / "vcs.csv").open("rb") as stream:
        table = readers.open_table(stream, COMMAND_LINE)
        with pytest.raises(UnreadableFileError, match="no column"):
            read_firms(table, order, Report())


def test_an_unknown_mapping_is_answered_with_those_there_are() -> None:
    with pytest.raises(NotFound, match="ilab_laureats"):
        mapping.load("../../secrets")


@pytest.mark.parametrize("name", mapping.names())
def test_every_mapping_names_codes_that_exist(name: str) -> None:
    """Each code must pass the check of the canonical file, or rows with it would all be refused."""
    from matchmaker.profiles.imports import canonical, cells

    loaded = mapping.load(name)
    for kind in loaded.kinds:
        for column in set(loaded.fields) & set(canonical.columns(kind)):
            codes = loaded.fields[column].codes or {}
            if name == "vcs" and column == "type":
                continue  # one table for both kinds, each word of one alone
            for found in codes.values():
                cells.parse(column, ";".join(found), cells.type_of(kind, canonical.field_of(kind, column)))
