import pytest

from matchmaker.profiles.imports.places import locate
from matchmaker.taxonomy import District, Hub

VALLEY, PARIS = Hub.SILICON_VALLEY, Hub.PARIS


@pytest.mark.parametrize(
    ("text", "hub", "district"),
    [
        ("San Francisco, CA, USA", VALLEY, District.COUNTY_SAN_FRANCISCO),
        ("South San Francisco, CA, USA", VALLEY, District.SOUTH_SAN_FRANCISCO),
        ("East Palo Alto, CA", VALLEY, District.COUNTY_SAN_MATEO),
        ("100 Example Street, CA 94114", VALLEY, District.COUNTY_SAN_FRANCISCO),
        ("Sand Hill Road, Menlo Park, CA", VALLEY, District.MENLO_PARK),
        ("SF Bay Area, CA, USA", VALLEY, District.COUNTY_SAN_FRANCISCO),
        ("Richmond, CA, USA", VALLEY, District.RICHMOND),
        ("12 rue Imaginaire, 75010 Paris, France", PARIS, District.PARIS_10),
        ("5, avenue Imaginaire, 75116 Paris", PARIS, District.PARIS_16),
        ("Paris  8e, Paris, Île-de-France", PARIS, District.PARIS_08),
        ("Suresnes, Hauts-de-Seine, Île-de-France", PARIS, District.DEPT_92),
        ("71 rue Imaginaire, 93100 Montreuil, France", PARIS, District.MONTREUIL),
        ("2 place Imaginaire 92078 Paris La Défense", PARIS, District.LA_DEFENSE),
        ("Île-de-France", PARIS, None),
        ("île-de-France", PARIS, None),
        ("London & Paris", PARIS, District.DEPT_75),
    ],
)
def test_places_of_the_hubs_are_found_with_their_district(
    text: str, hub: Hub, district: District | None
) -> None:
    place = locate([text])
    assert place is not None
    assert (place.hub, place.district) == (hub, district)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Remote",
        "CA, USA",
        "Los Angeles, CA, USA",
        "3900 W. Alameda Ave, Burbank, CA 91505",
        "1 Berkeley Square, London",
        "San Jose, Costa Rica",
        "Newark, NJ, USA",
        "Concord, Massachusetts, United States",
        "3575 Piedmont Road, Atlanta, Georgia 30305, USA",
        "Dubai Silicon Oasis, UAE",
        "Paris, Texas",
        "Walnut, CA, USA",
        "Nouvelle-Aquitaine",
    ],
)
def test_places_elsewhere_are_in_neither_hub(text: str) -> None:
    assert locate([text]) is None


def test_a_firm_of_both_hubs_belongs_to_the_one_it_names_first() -> None:
    texts = ["Paris, Île-de-France, France", "San Francisco, CA, USA"]
    assert [locate(texts).hub, locate(texts[::-1]).hub] == [PARIS, VALLEY]  # type: ignore[union-attr]


def test_the_rest_of_france_counts_only_where_a_mapping_takes_it() -> None:
    assert locate(["Grenoble, France"]) is None
    beyond = locate(["Grenoble, France"], beyond=True)
    bare = locate(["France"], beyond=True)
    assert beyond is not None
    assert bare is not None
    assert (beyond.within, beyond.bare, bare.within, bare.bare) == (False, False, False, True)
    assert locate(["Sacramento, CA"], beyond=True) is None
