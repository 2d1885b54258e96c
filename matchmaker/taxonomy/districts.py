"""Places within the two hubs, under which hosts and desks sit: real public place names only."""

from enum import StrEnum
from typing import NamedTuple

from matchmaker.taxonomy.labels import Label
from matchmaker.taxonomy.places import Hub


class District(StrEnum):
    """A department, county, arrondissement, town or quarter of one hub."""

    DEPT_75 = "dept_75"
    PARIS_01 = "paris_01"
    PARIS_02 = "paris_02"
    PARIS_03 = "paris_03"
    PARIS_04 = "paris_04"
    PARIS_05 = "paris_05"
    PARIS_06 = "paris_06"
    PARIS_07 = "paris_07"
    PARIS_08 = "paris_08"
    PARIS_09 = "paris_09"
    PARIS_10 = "paris_10"
    PARIS_11 = "paris_11"
    PARIS_12 = "paris_12"
    PARIS_13 = "paris_13"
    PARIS_14 = "paris_14"
    PARIS_15 = "paris_15"
    PARIS_16 = "paris_16"
    PARIS_17 = "paris_17"
    PARIS_18 = "paris_18"
    PARIS_19 = "paris_19"
    PARIS_20 = "paris_20"
    DEPT_77 = "dept_77"
    DEPT_78 = "dept_78"
    DEPT_91 = "dept_91"
    DEPT_92 = "dept_92"
    DEPT_93 = "dept_93"
    DEPT_94 = "dept_94"
    DEPT_95 = "dept_95"
    SENTIER = "sentier"
    HALLE_FREYSSINET = "halle_freyssinet"
    PARIS_RIVE_GAUCHE = "paris_rive_gauche"
    LA_VILLETTE = "la_villette"
    LA_DEFENSE = "la_defense"
    BOULOGNE_BILLANCOURT = "boulogne_billancourt"
    ISSY_LES_MOULINEAUX = "issy_les_moulineaux"
    PLAINE_SAINT_DENIS = "plaine_saint_denis"
    MONTREUIL = "montreuil"
    PANTIN = "pantin"
    IVRY_SUR_SEINE = "ivry_sur_seine"
    VILLEJUIF = "villejuif"
    PARIS_SACLAY = "paris_saclay"
    EVRY_COURCOURONNES = "evry_courcouronnes"
    VERSAILLES = "versailles"
    CITE_DESCARTES = "cite_descartes"
    CERGY = "cergy"
    COUNTY_SAN_FRANCISCO = "county_san_francisco"
    COUNTY_ALAMEDA = "county_alameda"
    COUNTY_CONTRA_COSTA = "county_contra_costa"
    COUNTY_MARIN = "county_marin"
    COUNTY_NAPA = "county_napa"
    COUNTY_SAN_MATEO = "county_san_mateo"
    COUNTY_SANTA_CLARA = "county_santa_clara"
    COUNTY_SOLANO = "county_solano"
    COUNTY_SONOMA = "county_sonoma"
    SOMA = "soma"
    MISSION_DISTRICT = "mission_district"
    MISSION_BAY = "mission_bay"
    FINANCIAL_DISTRICT = "financial_district"
    DOGPATCH = "dogpatch"
    SOUTH_SAN_FRANCISCO = "south_san_francisco"
    SAN_MATEO = "san_mateo"
    REDWOOD_CITY = "redwood_city"
    MENLO_PARK = "menlo_park"
    PALO_ALTO = "palo_alto"
    MOUNTAIN_VIEW = "mountain_view"
    SUNNYVALE = "sunnyvale"
    SANTA_CLARA = "santa_clara"
    CUPERTINO = "cupertino"
    SAN_JOSE = "san_jose"
    MILPITAS = "milpitas"
    FREMONT = "fremont"
    HAYWARD = "hayward"
    OAKLAND = "oakland"
    EMERYVILLE = "emeryville"
    BERKELEY = "berkeley"
    RICHMOND = "richmond"
    WALNUT_CREEK = "walnut_creek"
    SAN_RAFAEL = "san_rafael"


class Place(NamedTuple):
    """Where a district lies: its hub, and the larger district it is part of, if any."""

    hub: Hub
    within: District | None = None


_PLACES: dict[District, Place] = {
    District.DEPT_75: Place(Hub.PARIS),
    District.PARIS_01: Place(Hub.PARIS, District.DEPT_75),
    District.PARIS_02: Place(Hub.PARIS, District.DEPT_75),
    District.PARIS_03: Place(Hub.PARIS, District.DEPT_75),
    District.PARIS_04: Place(Hub.PARIS, District.DEPT_75),
    District.PARIS_05: Place(Hub.PARIS, District.DEPT_75),
    District.PARIS_06: Place(Hub.PARIS, District.DEPT_75),
    District.PARIS_07: Place(Hub.PARIS, District.DEPT_75),
    District.PARIS_08: Place(Hub.PARIS, District.DEPT_75),
    District.PARIS_09: Place(Hub.PARIS, District.DEPT_75),
    District.PARIS_10: Place(Hub.PARIS, District.DEPT_75),
    District.PARIS_11: Place(Hub.PARIS, District.DEPT_75),
    District.PARIS_12: Place(Hub.PARIS, District.DEPT_75),
    District.PARIS_13: Place(Hub.PARIS, District.DEPT_75),
    District.PARIS_14: Place(Hub.PARIS, District.DEPT_75),
    District.PARIS_15: Place(Hub.PARIS, District.DEPT_75),
    District.PARIS_16: Place(Hub.PARIS, District.DEPT_75),
    District.PARIS_17: Place(Hub.PARIS, District.DEPT_75),
    District.PARIS_18: Place(Hub.PARIS, District.DEPT_75),
    District.PARIS_19: Place(Hub.PARIS, District.DEPT_75),
    District.PARIS_20: Place(Hub.PARIS, District.DEPT_75),
    District.DEPT_77: Place(Hub.PARIS),
    District.DEPT_78: Place(Hub.PARIS),
    District.DEPT_91: Place(Hub.PARIS),
    District.DEPT_92: Place(Hub.PARIS),
    District.DEPT_93: Place(Hub.PARIS),
    District.DEPT_94: Place(Hub.PARIS),
    District.DEPT_95: Place(Hub.PARIS),
    District.SENTIER: Place(Hub.PARIS, District.PARIS_02),
    District.HALLE_FREYSSINET: Place(Hub.PARIS, District.PARIS_13),
    District.PARIS_RIVE_GAUCHE: Place(Hub.PARIS, District.PARIS_13),
    District.LA_VILLETTE: Place(Hub.PARIS, District.PARIS_19),
    District.LA_DEFENSE: Place(Hub.PARIS, District.DEPT_92),
    District.BOULOGNE_BILLANCOURT: Place(Hub.PARIS, District.DEPT_92),
    District.ISSY_LES_MOULINEAUX: Place(Hub.PARIS, District.DEPT_92),
    District.PLAINE_SAINT_DENIS: Place(Hub.PARIS, District.DEPT_93),
    District.MONTREUIL: Place(Hub.PARIS, District.DEPT_93),
    District.PANTIN: Place(Hub.PARIS, District.DEPT_93),
    District.IVRY_SUR_SEINE: Place(Hub.PARIS, District.DEPT_94),
    District.VILLEJUIF: Place(Hub.PARIS, District.DEPT_94),
    District.PARIS_SACLAY: Place(Hub.PARIS, District.DEPT_91),
    District.EVRY_COURCOURONNES: Place(Hub.PARIS, District.DEPT_91),
    District.VERSAILLES: Place(Hub.PARIS, District.DEPT_78),
    District.CITE_DESCARTES: Place(Hub.PARIS, District.DEPT_77),
    District.CERGY: Place(Hub.PARIS, District.DEPT_95),
    District.COUNTY_SAN_FRANCISCO: Place(Hub.SILICON_VALLEY),
    District.COUNTY_ALAMEDA: Place(Hub.SILICON_VALLEY),
    District.COUNTY_CONTRA_COSTA: Place(Hub.SILICON_VALLEY),
    District.COUNTY_MARIN: Place(Hub.SILICON_VALLEY),
    District.COUNTY_NAPA: Place(Hub.SILICON_VALLEY),
    District.COUNTY_SAN_MATEO: Place(Hub.SILICON_VALLEY),
    District.COUNTY_SANTA_CLARA: Place(Hub.SILICON_VALLEY),
    District.COUNTY_SOLANO: Place(Hub.SILICON_VALLEY),
    District.COUNTY_SONOMA: Place(Hub.SILICON_VALLEY),
    District.SOMA: Place(Hub.SILICON_VALLEY, District.COUNTY_SAN_FRANCISCO),
    District.MISSION_DISTRICT: Place(Hub.SILICON_VALLEY, District.COUNTY_SAN_FRANCISCO),
    District.MISSION_BAY: Place(Hub.SILICON_VALLEY, District.COUNTY_SAN_FRANCISCO),
    District.FINANCIAL_DISTRICT: Place(Hub.SILICON_VALLEY, District.COUNTY_SAN_FRANCISCO),
    District.DOGPATCH: Place(Hub.SILICON_VALLEY, District.COUNTY_SAN_FRANCISCO),
    District.SOUTH_SAN_FRANCISCO: Place(Hub.SILICON_VALLEY, District.COUNTY_SAN_MATEO),
    District.SAN_MATEO: Place(Hub.SILICON_VALLEY, District.COUNTY_SAN_MATEO),
    District.REDWOOD_CITY: Place(Hub.SILICON_VALLEY, District.COUNTY_SAN_MATEO),
    District.MENLO_PARK: Place(Hub.SILICON_VALLEY, District.COUNTY_SAN_MATEO),
    District.PALO_ALTO: Place(Hub.SILICON_VALLEY, District.COUNTY_SANTA_CLARA),
    District.MOUNTAIN_VIEW: Place(Hub.SILICON_VALLEY, District.COUNTY_SANTA_CLARA),
    District.SUNNYVALE: Place(Hub.SILICON_VALLEY, District.COUNTY_SANTA_CLARA),
    District.SANTA_CLARA: Place(Hub.SILICON_VALLEY, District.COUNTY_SANTA_CLARA),
    District.CUPERTINO: Place(Hub.SILICON_VALLEY, District.COUNTY_SANTA_CLARA),
    District.SAN_JOSE: Place(Hub.SILICON_VALLEY, District.COUNTY_SANTA_CLARA),
    District.MILPITAS: Place(Hub.SILICON_VALLEY, District.COUNTY_SANTA_CLARA),
    District.FREMONT: Place(Hub.SILICON_VALLEY, District.COUNTY_ALAMEDA),
    District.HAYWARD: Place(Hub.SILICON_VALLEY, District.COUNTY_ALAMEDA),
    District.OAKLAND: Place(Hub.SILICON_VALLEY, District.COUNTY_ALAMEDA),
    District.EMERYVILLE: Place(Hub.SILICON_VALLEY, District.COUNTY_ALAMEDA),
    District.BERKELEY: Place(Hub.SILICON_VALLEY, District.COUNTY_ALAMEDA),
    District.RICHMOND: Place(Hub.SILICON_VALLEY, District.COUNTY_CONTRA_COSTA),
    District.WALNUT_CREEK: Place(Hub.SILICON_VALLEY, District.COUNTY_CONTRA_COSTA),
    District.SAN_RAFAEL: Place(Hub.SILICON_VALLEY, District.COUNTY_MARIN),
}

DISTRICT_LABELS: dict[District, Label] = {
    District.DEPT_75: Label("Paris", "Paris"),
    District.PARIS_01: Label("Paris 1st", "Paris 1er"),
    District.PARIS_02: Label("Paris 2nd", "Paris 2e"),
    District.PARIS_03: Label("Paris 3rd", "Paris 3e"),
    District.PARIS_04: Label("Paris 4th", "Paris 4e"),
    District.PARIS_05: Label("Paris 5th", "Paris 5e"),
    District.PARIS_06: Label("Paris 6th", "Paris 6e"),
    District.PARIS_07: Label("Paris 7th", "Paris 7e"),
    District.PARIS_08: Label("Paris 8th", "Paris 8e"),
    District.PARIS_09: Label("Paris 9th", "Paris 9e"),
    District.PARIS_10: Label("Paris 10th", "Paris 10e"),
    District.PARIS_11: Label("Paris 11th", "Paris 11e"),
    District.PARIS_12: Label("Paris 12th", "Paris 12e"),
    District.PARIS_13: Label("Paris 13th", "Paris 13e"),
    District.PARIS_14: Label("Paris 14th", "Paris 14e"),
    District.PARIS_15: Label("Paris 15th", "Paris 15e"),
    District.PARIS_16: Label("Paris 16th", "Paris 16e"),
    District.PARIS_17: Label("Paris 17th", "Paris 17e"),
    District.PARIS_18: Label("Paris 18th", "Paris 18e"),
    District.PARIS_19: Label("Paris 19th", "Paris 19e"),
    District.PARIS_20: Label("Paris 20th", "Paris 20e"),
    District.DEPT_77: Label("Seine-et-Marne", "Seine-et-Marne"),
    District.DEPT_78: Label("Yvelines", "Yvelines"),
    District.DEPT_91: Label("Essonne", "Essonne"),
    District.DEPT_92: Label("Hauts-de-Seine", "Hauts-de-Seine"),
    District.DEPT_93: Label("Seine-Saint-Denis", "Seine-Saint-Denis"),
    District.DEPT_94: Label("Val-de-Marne", "Val-de-Marne"),
    District.DEPT_95: Label("Val-d’Oise", "Val-d’Oise"),
    District.SENTIER: Label("Sentier (Paris)", "Sentier (Paris)"),
    District.HALLE_FREYSSINET: Label("Halle Freyssinet (Paris)", "Halle Freyssinet (Paris)"),
    District.PARIS_RIVE_GAUCHE: Label("Paris Rive Gauche", "Paris Rive Gauche"),
    District.LA_VILLETTE: Label("La Villette (Paris)", "La Villette (Paris)"),
    District.LA_DEFENSE: Label("La Défense", "La Défense"),
    District.BOULOGNE_BILLANCOURT: Label("Boulogne-Billancourt", "Boulogne-Billancourt"),
    District.ISSY_LES_MOULINEAUX: Label("Issy-les-Moulineaux", "Issy-les-Moulineaux"),
    District.PLAINE_SAINT_DENIS: Label("Plaine Saint-Denis", "Plaine Saint-Denis"),
    District.MONTREUIL: Label("Montreuil", "Montreuil"),
    District.PANTIN: Label("Pantin", "Pantin"),
    District.IVRY_SUR_SEINE: Label("Ivry-sur-Seine", "Ivry-sur-Seine"),
    District.VILLEJUIF: Label("Villejuif", "Villejuif"),
    District.PARIS_SACLAY: Label("Paris-Saclay", "Paris-Saclay"),
    District.EVRY_COURCOURONNES: Label("Évry-Courcouronnes", "Évry-Courcouronnes"),
    District.VERSAILLES: Label("Versailles", "Versailles"),
    District.CITE_DESCARTES: Label("Cité Descartes (Marne-la-Vallée)", "Cité Descartes (Marne-la-Vallée)"),
    District.CERGY: Label("Cergy", "Cergy"),
    District.COUNTY_SAN_FRANCISCO: Label("San Francisco (city and county)", "San Francisco (ville et comté)"),
    District.COUNTY_ALAMEDA: Label("Alameda County", "Comté d’Alameda"),
    District.COUNTY_CONTRA_COSTA: Label("Contra Costa County", "Comté de Contra Costa"),
    District.COUNTY_MARIN: Label("Marin County", "Comté de Marin"),
    District.COUNTY_NAPA: Label("Napa County", "Comté de Napa"),
    District.COUNTY_SAN_MATEO: Label("San Mateo County", "Comté de San Mateo"),
    District.COUNTY_SANTA_CLARA: Label("Santa Clara County", "Comté de Santa Clara"),
    District.COUNTY_SOLANO: Label("Solano County", "Comté de Solano"),
    District.COUNTY_SONOMA: Label("Sonoma County", "Comté de Sonoma"),
    District.SOMA: Label("SoMa (San Francisco)", "SoMa (San Francisco)"),
    District.MISSION_DISTRICT: Label("Mission District (San Francisco)", "Mission District (San Francisco)"),
    District.MISSION_BAY: Label("Mission Bay (San Francisco)", "Mission Bay (San Francisco)"),
    District.FINANCIAL_DISTRICT: Label(
        "Financial District (San Francisco)", "Financial District (San Francisco)"
    ),
    District.DOGPATCH: Label("Dogpatch (San Francisco)", "Dogpatch (San Francisco)"),
    District.SOUTH_SAN_FRANCISCO: Label("South San Francisco", "South San Francisco"),
    District.SAN_MATEO: Label("San Mateo", "San Mateo"),
    District.REDWOOD_CITY: Label("Redwood City", "Redwood City"),
    District.MENLO_PARK: Label("Menlo Park", "Menlo Park"),
    District.PALO_ALTO: Label("Palo Alto", "Palo Alto"),
    District.MOUNTAIN_VIEW: Label("Mountain View", "Mountain View"),
    District.SUNNYVALE: Label("Sunnyvale", "Sunnyvale"),
    District.SANTA_CLARA: Label("Santa Clara", "Santa Clara"),
    District.CUPERTINO: Label("Cupertino", "Cupertino"),
    District.SAN_JOSE: Label("San Jose", "San José"),
    District.MILPITAS: Label("Milpitas", "Milpitas"),
    District.FREMONT: Label("Fremont", "Fremont"),
    District.HAYWARD: Label("Hayward", "Hayward"),
    District.OAKLAND: Label("Oakland", "Oakland"),
    District.EMERYVILLE: Label("Emeryville", "Emeryville"),
    District.BERKELEY: Label("Berkeley", "Berkeley"),
    District.RICHMOND: Label("Richmond", "Richmond"),
    District.WALNUT_CREEK: Label("Walnut Creek", "Walnut Creek"),
    District.SAN_RAFAEL: Label("San Rafael", "San Rafael"),
}


def hub_of(district: District) -> Hub:
    """Return the hub a district lies in."""
    return _PLACES[district].hub


def within_of(district: District) -> District | None:
    """Return the larger district around this one; None for departments and counties."""
    return _PLACES[district].within


def districts_of(hub: Hub) -> tuple[District, ...]:
    """Return the districts of a hub in the order they are shown."""
    return tuple(district for district in District if hub_of(district) is hub)


def covers(area: District, district: District) -> bool:
    """Tell whether `district` is `area` or lies in it: a filter on a county also finds its towns."""
    inner: District | None = district
    while inner is not None:
        if inner is area:
            return True
        inner = within_of(inner)
    return False
