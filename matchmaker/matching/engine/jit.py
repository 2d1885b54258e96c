"""Compiled functions: kept in a cache where one can be written, compiled by each process where none can."""

import contextlib
import zlib
from collections.abc import Callable
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
    """Compile for exactly these types when the module is imported, so that no query ever waits for it.

    `loose` is for estimates, as `quick`.
    numba keeps the result beside the file, under NUMBA_CACHE_DIR, or in the user's cache directory. A process
    that may write to none of them starts some seconds later.
    """

    def decorate(function: Function) -> Function:
        made: Any = njit(nogil=True, fastmath=loose)(function)
        with contextlib.suppress(RuntimeError):  # numba found no directory to write to
            cache: Any = _Cache
            made._cache = cache(function)
        made.compile(result(*arguments))
        made.disable_compile()
        return cast("Function", made)

    return decorate


class _Cache(FunctionCache):
    """numba's cache, which otherwise overlooks changes of functions that stand in another file."""

    def _index_key(self, sig: Any, codegen: Any) -> tuple[Any, ...]:
        found: Any = super()
        return (*found._index_key(sig, codegen), _SHARED)


_INLINED = ("bits", "columns", "estimates", "fit", "gates", "money", "parts", "rules", "sectors", "sorting")
"""Files whose functions and constants are compiled into those of other files."""


def _digest() -> int:
    own = Path(__file__).parent
    files = [*(own / f"{name}.py" for name in _INLINED), *sorted(Path(taxonomy.__file__).parent.glob("*.py"))]
    return zlib.crc32(b"".join(file.read_bytes() for file in files))


_SHARED = _digest()
