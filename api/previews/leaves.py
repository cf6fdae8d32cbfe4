"""Which page of a long list is shown."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list."""

    page: int
    """From 1 on."""
    each: int
    """Rows of a page."""
    total: int
    """Rows in all."""

    @property
    def pages(self) -> int:
        return max(1, math.ceil(self.total / self.each))

    @property
    def first(self) -> int:
        """How many rows stand before it."""
        return (self.page - 1) * self.each


def asked(page: str) -> int:
    """The number of the page that an address asks for; 1 where it is none."""
    return max(1, int(page[:9])) if page.isdecimal() else 1


def leaf(page: str, each: int, total: int) -> Leaf:
    """The page that an address asks for, or the last."""
    whole = Leaf(1, each, total)
    return Leaf(min(asked(page), whole.pages), each, total)
