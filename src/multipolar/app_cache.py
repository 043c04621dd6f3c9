"""What the explorer keeps in memory: a bounded number of things, each worked out once."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """The last few results of a function.

    Several threads that ask for the same at once wait for one of them to work
    it out. What went wrong is not kept.

    Parameters
    ----------
    make
        The function.
    most
        How many results are kept; the one that was not asked for the longest
        goes first.

    Examples
    --------
    >>> squares = Kept(lambda n: n * n, 2)
    >>> [squares(n) for n in (1, 2, 3, 1)], len(squares)
    ([1, 4, 9, 1], 2)
    """

    def __init__(self, make: Callable[[K], V], most: int) -> None:
        self.make, self.most = make, most
        self._values: OrderedDict[K, V] = OrderedDict()
        self._making: dict[K, threading.Lock] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._values)

    def __call__(self, key: K) -> V:
        """Return the result for a key."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if key in self._values:
                    return self._values[key]
            try:
                value = self.make(key)
            finally:
                with self._lock:
                    self._making.pop(key, None)
            with self._lock:
                self._values[key] = value
                while len(self._values) > self.most:
                    self._values.popitem(last=False)
            return value

    def forget(self, key: K) -> None:
        """Drop the result for a key, if it is kept."""
        with self._lock:
            self._values.pop(key, None)
