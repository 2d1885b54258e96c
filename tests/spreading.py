"""How `-n` spreads the tests over its processes: file by file, what takes long first."""

import pytest
from xdist.remote import Producer
from xdist.scheduler.loadfile import LoadFileScheduling

# Files whose tests share what takes long to make run in one process.
TOGETHER = {
    "tests/e2e/test_supervisor.py": "the supervisor",
    "tests/e2e": "the demonstration",
    "tests/integration/demo/test_content.py": "the demonstration",
    "tests/web/test_french_pages.py": "the demonstration",
    "tests/integration/distributed": "the cluster",
}
# What takes long begins early, or one process would be at it when the other has nothing left.
LONG = (
    *TOGETHER,
    "tests/web/secrecy",
    "tests/web/test_every_endpoint.py",
    "tests/integration/introductions/test_model.py",
    "tests/integration/introductions/test_crowds.py",
    "tests/integration/mail/test_killed_worker.py",
    "tests/integration/embedded",
)


class TogetherScheduling(LoadFileScheduling):  # type: ignore[misc]  # it comes without types
    """Hands a process the next file, or the next files that belong together."""

    def _split_scope(self, nodeid: str) -> str:
        shared = (name for place, name in TOGETHER.items() if nodeid.startswith(place))
        return next(shared, super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> TogetherScheduling:
    """Return what hands tests to the processes, in the order in which they were collected."""
    config.option.loadscopereorder = False
    return TogetherScheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes long first."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
