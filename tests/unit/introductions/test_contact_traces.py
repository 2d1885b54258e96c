"""What may and may not stand in a message before two sides are introduced."""

import pytest

from matchmaker.introductions.contact_traces import Trace, found_in


@pytest.mark.parametrize(
    "text",
    [
        "Write to camille@firm.example",
        "camille @ firm point fr",
        "camille (at) firm",
        "camille [arobase] firm",
        "find me as @camille",
        "ｃａｍｉｌｌｅ＠firm.example",
        "camille\u200b@firm.example",
    ],
)
def test_an_address_or_a_handle_is_found(text: str) -> None:
    assert Trace.EMAIL in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "06 12 34 56 78",
        "06.12.34.56.78",
        "0612345678",
        "+33 6 12 34 56 78",
        "+33 (0)6 12 34 56 78",
        "0033612345678",
        "(415) 555-2671",
        "415-555-2671",
        "+1 415 555 2671",
        "４１５-555-2671",
        "٠٦١٢٣٤٥٦٧٨",
    ],
)
def test_a_phone_number_is_found(text: str) -> None:
    assert Trace.PHONE in found_in(f"Call me on {text}, please")


@pytest.mark.parametrize(
    "text",
    ["https://firm.example/deck", "http : //firm", "www.firm.example", "see firm.fr", "see deck.firm.io/q3"],
)
def test_a_web_address_is_found(text: str) -> None:
    assert Trace.URL in found_in(text)


def test_the_host_of_an_address_is_no_web_address_besides() -> None:
    assert found_in("Write to camille@firm.fr, please") == {Trace.EMAIL}
    assert found_in("camille@firm.fr, www.firm.fr") == {Trace.EMAIL, Trace.URL}


@pytest.mark.parametrize(
    "text",
    [
        "We raised EUR 2 500 000 in 2024 and aim for $12,000,000 in 2027-2028.",
        "Nous avons 120 000 utilisateurs, soit 35 % de plus qu’en 2025.",
        "Our B2B product runs on Node.js and ASP, e.g. for 3 cities.",
        "TRL 6, ISO 27001, EN 50128, 24/7 support, 18:30-19:30.",
        "Réponse d’ici le 12.03.2026, merci.Bonne journée",
        "Our grant of 1,000,000,000 JPY and 10 000 000 EUR",
    ],
)
def test_amounts_dates_and_plain_words_pass(text: str) -> None:
    assert found_in(text) == frozenset()
