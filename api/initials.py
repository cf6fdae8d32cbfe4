"""Names by their pinyin: 天开高教科创园 by `tkg`, `tiankai` or any other beginning of its initials or syllables."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter

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
    def of(cls, forms: Iterable[tuple[int, str]]) -> Spelled:
        """From names and aliases, each with the place of its entity."""
        pairs = [(spelled, place) for place, name in forms for spelled in dict.fromkeys(spellings(name))]
        pairs.sort(key=itemgetter(0))
        return cls(tuple(spelled for spelled, _ in pairs), tuple(place for _, place in pairs))

    def find(self, text: str) -> list[int]:
        """The places of the entities that have a spelling which begins with a text, in their order."""
        wanted = _plain(text)
        first = bisect_left(self.spellings, wanted)
        return sorted(set(self.places[first : bisect_left(self.spellings, wanted + LAST)]))


def _plain(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())
