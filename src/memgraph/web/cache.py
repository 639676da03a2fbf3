"""Answers that are kept: the store does not change, so an answer of a generation is exact."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

from starlette.responses import Response


class Cache:
    """Responses by key, the least used going first; bounded in bytes."""

    def __init__(self, size: int) -> None:
        self._size, self._taken = size, 0
        self._kept: OrderedDict[Hashable, tuple[Response, int]] = OrderedDict()

    def get(self, key: Hashable) -> Response | None:
        """The response kept under a key."""
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, made: Response, weight: int) -> None:
        """Keep a response; ``weight`` is what its key takes. One that would push out many others is not kept."""
        weight += len(made.body) + 1024
        if weight > self._size // 4 or key in self._kept:
            return
        self._kept[key] = (made, weight)
        self._taken += weight
        while self._taken > self._size:
            _, (_, light) = self._kept.popitem(last=False)
            self._taken -= light
