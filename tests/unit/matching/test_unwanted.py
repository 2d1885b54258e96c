"""What a fund or programme does not want does not find those who are just that."""

import pytest

from benchmarks.imported_set import organisation
from matchmaker.matching.documents import document
from matchmaker.matching.unwanted import wanted
from matchmaker.taxonomy import Kind


@pytest.mark.parametrize(
    ("text", "kept", "gone"),
    [
        ("B2B SaaS. Not interested in: pharma, crypto, hardware", {"SaaS"}, {"pharma", "hardware"}),
        ("We invest in food and fashion. We don’t fund games or media.", {"fashion"}, {"games", "media"}),
        ("We do not invest in games, but we like films.", {"films"}, {"games"}),
        ("All industries except biotech; robots above all.", {"industries", "robots"}, {"biotech"}),
        ("Software (excl. Biotech) and boats.", {"Software", "boats"}, {"Biotech"}),
        ("Cheques of $0.5M to robots - no crypto, no cannabis, drones.", {"robots", "drones"}, {"cannabis"}),
        ("Nous finançons l’eau, sauf le dessalement. La mer aussi.", {"l’eau", "mer"}, {"dessalement"}),
        ("Nous n’investissons pas dans les jeux.", {"Nous"}, {"jeux"}),
        ("Des souches. Ni médicaments ni hôpitaux. Des enzymes.", {"souches", "enzymes"}, {"hôpitaux"}),
        ("We back exceptional no-code tools.", {"exceptional", "no-code", "tools"}, set()),
        ("No one else funds seaweed.", {"seaweed"}, set()),
    ],
)
def test_what_is_denied_goes_and_the_rest_stays(text: str, kept: set[str], gone: set[str]) -> None:
    left = wanted(text)
    assert [word for word in kept if word not in left] == []
    assert [word for word in gone if word in left] == []


def test_only_of_hosts_it_is_left_out_of_what_is_compared() -> None:
    cells = {"id": "1", "name": "Quay", "hub": "paris", "lang": "en"}
    said = "We back boats and do not support games."
    fund = organisation(Kind.INVESTOR, {**cells, "thesis_en": said}, 1)
    firm = organisation(Kind.STARTUP, {**cells, "description_en": said}, 2)
    assert "boats" in document(fund).seeks
    assert "games" not in document(fund).seeks
    assert "games" in document(firm).offers
