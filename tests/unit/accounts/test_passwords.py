"""Which passwords are too easy to guess."""

import pytest

from matchmaker import create_app
from matchmaker.accounts.passwords import is_guessable

PERSONAL = ("camille.fondatrice@jeunepousse.example.org", "Camille Fondatrice")


@pytest.mark.parametrize(
    "password",
    [
        "camille.fondatrice@jeunepousse.example.org",
        "Camille Fondatrice 2024",
        "jeunepousse1234",
        "passwordpassword",
        "Motdepasse2025!",
        "azertyuiop1234",
        "aaaaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "123456789012345",
        "987654321098765",
        "Passerelle2024!!",
        "P a s s w o r d 1 2 3 4",
    ],
)
def test_names_well_known_words_runs_and_repetitions_are_refused(password: str) -> None:
    assert is_guessable(password, PERSONAL)


@pytest.mark.parametrize(
    "password",
    [
        "seven green kettles hum",
        "quiet rivers carry copper",
        "Le hibou boit du thé vert",
        "xK9$vTq2!mZr",
        "日本の古い時計が鳴る夜",
        "camille mange des figues bleues",
    ],
)
def test_a_few_unrelated_words_or_signs_are_taken(password: str) -> None:
    assert not is_guessable(password, PERSONAL)


def test_without_knowing_the_person_only_the_words_count() -> None:
    assert not is_guessable("camille fondatrice")


@pytest.mark.parametrize("password", ["", "!!!!!!!!!!!!", "\0" * 20])
def test_signs_alone_are_refused(password: str) -> None:
    assert is_guessable(password)


def test_the_service_hashes_as_slowly_as_owasp_asks_for() -> None:
    app = create_app({"TESTING": True, "DATABASE_URL": "postgresql+psycopg:///nowhere"})
    hashed = app.extensions["security"].pwd_context.hash("a long password of the tests")
    assert hashed.startswith("$argon2id$v=19$m=32768,t=3,p=1$")
