"""The same two organisations as in the tests of the services."""

from tests.integration.introductions.conftest import scene

__all__ = ["scene"]
