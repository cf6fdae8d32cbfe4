"""Names by their pinyin: 天开高教科创园 by `tkg`, `tiankai` or any other beginning of its initials or syllables."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from pypinyin import lazy_pinyin

Row = dict[str, Any]
LEAST = 2
"""Letters from which names are sought: one letter begins a twentieth of all names."""


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
    """All entities of a graph with the spellings of their names and aliases."""

    rows: list[tuple[frozenset[str], Row]]

    @classmethod
    def of(cls, rows: list[Row]) -> Spelled:
        """From rows with the columns of the query `all_entities`; those of most articles come first."""
        order = sorted(rows, key=lambda row: (-(row["articleCount"] or 0), row["id"]))
        return cls([(_forms(row), row) for row in order])

    def find(self, text: str, limit: int) -> list[Row]:
        """The entities that have a spelling which begins with a text."""
        wanted = _plain(text)
        found = (row for forms, row in self.rows if any(form.startswith(wanted) for form in forms))
        return [row for row, _ in zip(found, range(limit), strict=False)]


class Spellings:
    """The spellings of the state of a store that was asked for last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: Hashable = None
        self._spelled = Spelled([])

    def get(self, state: Hashable, rows: Callable[[], list[Row]]) -> Spelled:
        """The spellings for this state, made from `rows()` where it is another than before."""
        with self._lock:
            if self._state != state:
                self._spelled, self._state = Spelled.of(rows()), state
            return self._spelled


def _forms(row: Row) -> frozenset[str]:
    return frozenset(form for name in (row["name"], *(row["aliases"] or ())) for form in spellings(name))


def _plain(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())
