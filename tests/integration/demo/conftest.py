"""The demonstration, to be read."""

from collections.abc import Iterator

import pytest
from flask import Flask


@pytest.fixture
def demo(demonstration: Flask) -> Iterator[Flask]:
    """A context in which to read the demonstration."""
    with demonstration.app_context():
        yield demonstration
