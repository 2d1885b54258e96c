"""Reading many texts without the collector of cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Collect no cycles meanwhile.

    What readers learn of words and terms is hundreds of thousands of tuples that stay and hold no cycle; to
    go through them, and through all that lives beside them, again and again took an eighth of a first fit.
    """
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # Who came in while another thread was here leaves it to that one.
        if collected:
            gc.enable()
