"""What is taken for a way to reach somebody in the texts of a profile, and what is not."""

import pytest

from matchmaker.profiles.redaction import LEFT_OUT, kinds_in, redacted


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("Write to Jane.Doe+hi@mail.example.co.uk today.", "Jane.Doe+hi@mail.example.co.uk"),
        ("Write to jane [at] example.org.", "jane [at] example.org"),
        ("Call +33 6 12 34 56 78.", "+33 6 12 34 56 78"),
        ("Call 0033612345678!", "0033612345678"),
        ("Appelez le 01.23.45.67.89 ou venez.", "01.23.45.67.89"),
        ("Text (415) 555-0177 now", "(415) 555-0177"),
        ("(mailto:a@b.example)", "a@b.example"),
    ],
)
def test_ways_to_reach_somebody_are_left_out(text: str, reach: str) -> None:
    assert len(kinds_in(text)) == 1
    assert redacted(text) == text.replace(reach, LEFT_OUT)


@pytest.mark.parametrize(
    "text",
    [
        "We trade 1 000 000 000 tons and 1,234,567,890 litres for +10 000 000 people since 2012-2016.",
        "See https://example.org/app/id1029107786?u=0612345678 and www.example.org/415-555-0177.",
        "WORK@HOME, Pl@ntNet, Cont@ct center, @CoreOS on Twitter, pass@1, npm i -g @tool/cli",
        "SIREN 732 829 320; 2,500,000 EUR; 48.8566, 2.3522; 0.123456789",
        "From 2020 to 2024 in 350 cities at 24/7 for 12-18 months.",
    ],
)
def test_numbers_handles_and_sites_stay(text: str) -> None:
    assert redacted(text) == text
    assert not kinds_in(text)
