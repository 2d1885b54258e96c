"""What may stand in the headers of a mail."""

import pytest

from matchmaker.core.mail.message import address, domain_of
from matchmaker.core.mail.rendering import LONGEST_SUBJECT, one_line, tidy


@pytest.mark.parametrize(
    "subject", ["One\ntwo", "One\r\ntwo", "One\u2028two", "One\x85two", "One \x00 two", "  One\t two "]
)
def test_a_subject_is_one_line(subject: str) -> None:
    assert one_line(subject) == "One two"


def test_a_subject_that_is_too_long_is_cut_and_says_so() -> None:
    cut = one_line("é" * 500)
    assert len(cut) == LONGEST_SUBJECT
    assert cut.endswith("…")


def test_a_text_has_no_more_than_one_empty_line_in_a_row() -> None:
    assert tidy("\n\nHello,  \r\n\r\n \r\n\r\nyes\x07\n") == "Hello,\n\nyes"


def test_an_address_of_another_script_is_written_in_ascii() -> None:
    assert address("contact@société.fr").addr_spec == "contact@xn--socit-esab.fr"


@pytest.mark.parametrize("sender", ["hello@example.org", "Passerelle <hello@example.org>"])
def test_the_domain_of_a_sender_is_found_with_or_without_a_name(sender: str) -> None:
    assert domain_of(sender) == "example.org"
