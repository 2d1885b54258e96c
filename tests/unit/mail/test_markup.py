"""The HTML part says what the text says, and nothing in a text becomes code."""

import pytest

from matchmaker.core.mail.markup import fragment


def test_empty_lines_part_paragraphs_and_single_ones_stay_line_ends() -> None:
    assert fragment("Bonjour,\n\nun\ndeux\n\n\n\ntrois") == (
        "<p>Bonjour,</p>\n<p>un<br>\ndeux</p>\n<p>trois</p>"
    )


def test_lines_with_a_dash_become_a_list() -> None:
    assert fragment("- one\n- two") == "<ul><li>one</li><li>two</li></ul>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("see https://a.org/x.", '<p>see <a href="https://a.org/x">https://a.org/x</a>.</p>'),
        (
            "(http://a.org/?b=1&c=2)",
            '<p>(<a href="http://a.org/?b=1&amp;c=2">http://a.org/?b=1&amp;c=2</a>)</p>',
        ),
        (
            "https://a.org https://b.org",
            '<p><a href="https://a.org">https://a.org</a> <a href="https://b.org">https://b.org</a></p>',
        ),
    ],
)
def test_addresses_can_be_followed_without_the_sign_that_ends_the_sentence(text: str, html: str) -> None:
    assert fragment(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        'https://a.org/"onmouseover="alert(1)',
        "https://a.org/<img src=x onerror=alert(1)>",
        "javascript:alert(1)",
        "- <b>bold</b>",
    ],
)
def test_nothing_in_a_text_becomes_code(text: str) -> None:
    html = str(fragment(text))
    for piece in ("<script", "<img", "<b>", '"onmouseover', 'href="javascript'):
        assert piece not in html
