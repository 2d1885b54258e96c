"""Readers of English."""

from collections.abc import Callable

import pytest

from tests.browser import Browser
from tests.personas import Person


@pytest.fixture
def english(browser: Callable[..., Browser]) -> Callable[[Person], Browser]:
    """Sign a person in and choose English, whatever the language of the account."""

    def make(person: Person) -> Browser:
        opened = browser(person)
        opened.post("/language", {"locale": "en", "next": "/"})
        return opened

    return make
