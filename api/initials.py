"""Names by their pinyin: 天开高教科创园 by `tkg`, `tiankai` or any other beginning of its initials or syllables."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pypinyin import lazy_pinyin

LEAST = 2
"""Letters from which names are sought: one letter begins a twentieth of all names."""
LAST = "\U0010ffff"
"""Comes after every sign of a name."""


def spellings(name: str) -> tuple[str, str]:
    """The initials and the syllables of a name, in small letters; what is not Chinese stays as it is.

    >>> spellings("天开园A区")
    ('tkyaq', 'tiankaiyuanaqu')
    """
    parts = lazy_pinyin(name)
    initials = "".join(part if part in name else part[:1] for part in parts)
    return _plain(initials), _plain("".join(parts))


def asks_for_pinyin(text: str) -> bool:
    """True for what may be the beginning of a spelling: letters and digits of ASCII alone, two or more."""
    return text.isascii() and len(_plain(text)) >= LEAST


@dataclass(frozen=True, slots=True)
class Spelled:
    """The spellings of all names and aliases of a graph, in their order, each with the place of its entity."""

    spellings: tuple[str, ...]
    places: tuple[int, ...]

    @classmethod
    def of(cls, rows: Sequence[dict[str, Any]]) -> Spelled:
        """From rows with the columns of the query `all_entities`."""
        pairs = {
            (spelled, place)
            for place, row in enumerate(rows)
            for name in (row["name"], *row["aliases"])
            for spelled in spellings(name)
        }
        found = sorted(pairs)
        return cls(tuple(spelled for spelled, _ in found), tuple(place for _, place in found))

    def find(self, text: str) -> list[int]:
        """The places of the entities that have a spelling which begins with a text, in the order of the rows."""
        wanted = _plain(text)
        first = bisect_left(self.spellings, wanted)
        return sorted(set(self.places[first : bisect_left(self.spellings, wanted + LAST)]))


def _plain(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())
