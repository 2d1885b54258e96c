"""One cluster for all tests of the folder: its processes take long to start."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.integration.distributed.cluster import Cluster, two_workers


@pytest.fixture(scope="package")
def cluster(
    application: Flask, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cluster]:
    """Two workers that know the database and the snapshots of the tests from their environment."""
    folder = tmp_path_factory.mktemp("cluster")
    names = ("SNAPSHOT_DIR", "SECRET_KEY", "SECURITY_PASSWORD_SALT")
    known = {name: str(application.config[name]) for name in names}
    with two_workers(folder, DATABASE_URL=database_url, INSTANCE_DIR=str(folder), **known) as running:
        yield running
