"""The demonstration, loaded once for all tests of a module."""

from collections.abc import Iterator

import pytest
from flask import Flask

from matchmaker.demo import loader
from tests.emptying import empty_tables
from tests.personas import PASSWORD


@pytest.fixture(scope="module")
def loaded(application: Flask) -> Iterator[Flask]:
    """The application with the demonstration; tests that only read share it."""
    with application.app_context():
        assert loader.load(PASSWORD)
    yield application
    empty_tables(application)


@pytest.fixture
def demo(loaded: Flask) -> Iterator[Flask]:
    """A context in which to read the demonstration."""
    with loaded.app_context():
        yield loaded
