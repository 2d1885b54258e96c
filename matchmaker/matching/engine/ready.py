"""Every compiled function made ready at once, so that no visitor waits for a compiler."""

from importlib import import_module

from matchmaker.matching.engine.jit import compile_all

_FILES = (
    "bilingual.attribution",
    "classes",
    "contenders",
    "gates",
    "kernels",
    "layout",
    "ledger",
    "sectors",
    "terms",
)
"""Those that hold functions to compile; what only a build of the index calls is compiled by that."""


def make_ready() -> int:
    """Compile what rankings and searches call, or read it from the cache; how many functions there are.

    Half a minute in a fresh copy of the code, a moment with a cache.
    """
    for name in _FILES:
        import_module(f"matchmaker.matching.engine.{name}")
    return compile_all()
