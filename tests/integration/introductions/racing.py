"""Several people at once: threads that start together, each with a connection of its own."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread

from flask import Flask

from matchmaker.core.errors import DomainError
from matchmaker.extensions import db

ROUNDS, SOAK_ROUNDS = 20, 200


def race(app: Flask, runners: Sequence[Callable[[], object]]) -> list[BaseException | None]:
    """Run all at once and return what each raised, None for those that went through.

    Each runs in an application context of its own, so with its own session and connection; the connection is
    opened before the start, so that all reach the database at the same moment.
    """
    start = Barrier(len(runners))
    outcomes: list[BaseException | None] = [None] * len(runners)

    def run(place: int, runner: Callable[[], object]) -> None:
        with app.app_context():
            db.session.connection()
            start.wait(timeout=20)
            try:
                runner()
            except Exception as error:
                outcomes[place] = error
                db.session.rollback()

    threads = [Thread(target=run, args=pair) for pair in enumerate(runners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "a step waits for ever"
    return outcomes


def counts(outcomes: Sequence[BaseException | None]) -> dict[str, int]:
    """Name what one round came to, for the tally of a long run."""
    won = winners(outcomes)
    return {"rounds": 1, "went through": won, "refused": len(outcomes) - won}


def winners(outcomes: Sequence[BaseException | None]) -> int:
    """Return how many went through; whatever else happened must be a refusal that a person understands."""
    assert all(error is None or isinstance(error, DomainError) for error in outcomes), outcomes
    return sum(error is None for error in outcomes)
