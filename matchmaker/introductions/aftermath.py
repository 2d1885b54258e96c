"""Where messages, meetings and outcomes join the life of an introduction, which knows nothing of them."""

from collections.abc import Callable

import structlog

from matchmaker.extensions import db
from matchmaker.introductions.models import Introduction

log = structlog.get_logger()
Hook = Callable[[Introduction], None]
Round = Callable[[], None]

_ENDS: list[Hook] = []
_WIPES: list[Hook] = []
_ROUNDS: list[Round] = []


def on_end(hook: Hook) -> Hook:
    """Call `hook` in each transaction that closes an introduction; usable as a decorator."""
    _ENDS.append(hook)
    return hook


def on_wipe(hook: Hook) -> Hook:
    """Call `hook` in each transaction that erases the words of an introduction."""
    _WIPES.append(hook)
    return hook


def on_round(act: Round) -> Round:
    """Call `act` in each round of the timer, before people are told; it commits its own transactions."""
    _ROUNDS.append(act)
    return act


def ended(introduction: Introduction) -> None:
    """Let what hangs on the introduction end with it; its row is locked and closed, the caller commits."""
    for hook in _ENDS:
        hook(introduction)


def wiped(introduction: Introduction) -> None:
    """Leave no word that anybody wrote on the introduction; the caller commits."""
    with db.session.no_autoflush:  # the introduction itself is not fit to be written before its step is done
        for hook in _WIPES:
            hook(introduction)


def each_round() -> None:
    """Do what is due besides the steps of introductions."""
    for act in _ROUNDS:
        act()


def attempt(act: Round, **ids: int) -> bool:
    """Act in the transaction under way; return whether it went through."""
    try:
        with db.session.begin_nested():
            act()
    except Exception:  # whatever fault of ours it is, on one row, it keeps no other row from its turn
        log.exception("introduction_timer_failed", **ids)
        return False
    return True
