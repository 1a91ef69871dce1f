"""Garbage collection while a base is loaded."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collection() -> Iterator[None]:
    """Hundreds of thousands of objects that all stay: looking for garbage would double the time.

    What stands at the end is set aside, so that later collections do not walk it either.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
        gc.freeze()
