"""Compiled functions: kept in a cache where one can be written, compiled by each process where none can."""

import contextlib
import fcntl
import threading
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import njit, types
from numba.core.caching import FunctionCache

from matchmaker import taxonomy

Function = TypeVar("Function", bound=Callable[..., Any])

NUMBERS = {
    "u1": types.uint8,
    "u4": types.uint32,
    "i4": types.int32,
    "i8": types.int64,
    "f4": types.float32,
    "f8": types.float64,
}


def read(kind: str, dimensions: int = 1) -> Any:
    """The type of an array that is only read, mapped or not: "f8" is float64."""
    return types.Array(NUMBERS[kind], dimensions, "C", readonly=True)


def written(kind: str, dimensions: int = 1) -> Any:
    """The type of an array that is written to."""
    return types.Array(NUMBERS[kind], dimensions, "C")


def together(*kinds: Any) -> Any:
    """The type of a tuple of arrays and numbers."""
    make: Callable[..., Any] = types.Tuple
    return make(kinds)


def inner(function: Function) -> Function:
    """Compile a function that only compiled ones call."""
    made: Any = njit(nogil=True)(function)
    return cast("Function", made)


def rule(function: Function) -> Function:
    """`inner`, for what is asked of each row: put into its callers, as each call would count references."""
    made: Any = njit(nogil=True, forceinline=True, error_model="numpy")(function)
    return cast("Function", made)


def quick(function: Function) -> Function:
    """`inner`, for loops over estimates, where the order of sums is free and nothing is infinite."""
    made: Any = njit(nogil=True, fastmath=True)(function)
    return cast("Function", made)


def compiled(result: Any, *arguments: Any, loose: bool = False) -> Callable[[Function], Function]:
    """Compile for exactly these types, when the function is first called or `compile_all` asks for it.

    `loose` is for estimates, as `quick`.
    numba keeps the result beside the file, under NUMBA_CACHE_DIR, or in the user's cache directory. A process
    that may write to none of them compiles again what it calls.
    """

    def decorate(function: Function) -> Function:
        made = _Compiled(function, njit(nogil=True, fastmath=loose)(function), result(*arguments))
        _COMPILED.append(made)
        return cast("Function", made)

    return decorate


def compile_all() -> int:
    """Make every compiled function of the modules imported so far ready to be called; how many there are."""
    for made in _COMPILED:
        made.ready()
    return len(_COMPILED)


class _Compiled:
    """A function that is compiled, or read from the cache, when it is first called."""

    def __init__(self, function: Callable[..., Any], made: Any, signature: Any) -> None:
        self.__doc__ = function.__doc__
        self._made, self._signature, self._ready = made, signature, False
        self._compiling = threading.Lock()
        with contextlib.suppress(RuntimeError):  # numba found no directory to write to
            kept: Any = _Cache
            made._cache = kept(function)

    def __call__(self, *arguments: Any) -> Any:
        if not self._ready:
            self.ready()
        return self._made(*arguments)

    def ready(self) -> None:
        """Compile it, unless that is done."""
        with self._compiling:
            if not self._ready:
                with _alone(self._made._cache.cache_path, self._made.py_func.__qualname__):
                    self._made.compile(self._signature)
                self._made.disable_compile()
                self._ready = True


_COMPILED: list[_Compiled] = []


@contextlib.contextmanager
def _alone(folder: str | None, name: str) -> Iterator[None]:
    """Wait while another process compiles the same function: what it leaves in the cache is then read."""
    if folder is None:
        yield
        return
    with contextlib.ExitStack() as held:
        with contextlib.suppress(OSError):  # a cache that may only be read needs no turns
            Path(folder).mkdir(parents=True, exist_ok=True)
            lock = held.enter_context((Path(folder) / f"{name}.lock").open("a"))
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class _Cache(FunctionCache):
    """numba's cache, which otherwise overlooks changes of functions that stand in another file."""

    def __init__(self, function: Any) -> None:
        found: Any = super()
        found.__init__(function)
        self._inlined = _digest(_INLINED.get(function.__module__.rpartition(".")[2], ()))

    def _index_key(self, sig: Any, codegen: Any) -> tuple[Any, ...]:
        found: Any = super()
        return (*found._index_key(sig, codegen), self._inlined)


_RULES = ("bits", "columns", "jit", "money", "records", "rules", "sectors")
_INLINED = {
    "classes": ("columns", "records"),
    "contenders": (*_RULES, "estimates", "fit", "gates", "parts", "weights"),
    "gates": _RULES,
    "kernels": ("estimates", "sorting"),
    "sectors": _RULES,
}
"""By a file of this folder those whose functions and constants are compiled into its own."""


@cache
def _digest(names: tuple[str, ...]) -> int:
    own = Path(__file__).parent
    kinds = sorted(Path(taxonomy.__file__).parent.glob("*.py")) if names else []
    return zlib.crc32(b"".join(file.read_bytes() for file in [*(own / f"{n}.py" for n in names), *kinds]))
