import pytest

from matchmaker.profiles.domains import is_own_address, is_own_host


@pytest.mark.parametrize(
    ("email", "host"),
    [
        ("a@firm.example", "firm.example"),
        ("A@Mail.Firm.Example", "firm.example"),
        ("a@firm.example.", "firm.example"),
    ],
)
def test_addresses_at_the_firms_domain_or_below_are_its_own(email: str, host: str) -> None:
    assert is_own_address(email, host)


@pytest.mark.parametrize(
    ("email", "host"),
    [
        ("a@other.example", "firm.example"),
        ("a@evilfirm.example", "firm.example"),
        ("a@firm.example.evil.example", "firm.example"),
        ("a@example", "firm.example"),
        ("a@gmail.com", "gmail.com"),
        ("a@linkedin.com", "linkedin.com"),
        ("a@someone.github.io", "someone.github.io"),
        ("a@firm.example", None),
        ("firm.example", ""),
        ("", "firm.example"),
    ],
)
def test_all_other_addresses_are_not(email: str, host: str | None) -> None:
    assert not is_own_address(email, host)


def test_a_host_that_many_share_tells_no_firm() -> None:
    assert not is_own_host("linkedin.com")
    assert not is_own_host("firm.wixsite.com")
    assert is_own_host("notlinkedin.com")


@pytest.mark.parametrize(
    "host", ["stanford.edu", "entrepreneur.nyu.edu", "cam.ac.uk", "unimelb.edu.au", "m.me", "inria.fr"]
)
def test_where_students_and_strangers_have_addresses_no_address_proves_a_firm(host: str) -> None:
    assert not is_own_host(host)
    assert not is_own_address(f"student@{host}", host)


def test_a_firm_that_only_sounds_like_a_university_keeps_its_domain() -> None:
    assert is_own_host("edu.example.org")
    assert is_own_host("cad.com")
    assert is_own_host("hac.fr")
