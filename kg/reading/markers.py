"""What lines begin with (list markers, captions) and which words a line end may cut: patterns of markers.yaml."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((files("kg.reading") / "markers.yaml").read_text(encoding="utf-8"))
    return data


@cache
def _families() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((family, re.compile(pattern)) for family, pattern in _data()["markers"].items())


@cache
def _heads() -> dict[str, tuple[str, ...]]:
    """Beginnings of the words that a line end may cut, each with the rests that can follow it."""
    heads: dict[str, tuple[str, ...]] = {}
    for word in _data()["across"]:
        for cut in range(1, len(word)):
            heads[word[:cut]] = (*heads.get(word[:cut], ()), word[cut:])
    return heads


@cache
def _captions() -> re.Pattern[str]:
    return re.compile(_data()["captions"])


def marker(text: str) -> str:
    """The family of the marker that a line begins with, or an empty string."""
    return next((family for family, pattern in _families() if pattern.match(text)), "")


def is_caption(text: str) -> bool:
    """Whether a line says that it describes a picture."""
    return _captions().match(text) is not None


def across(before: str, after: str) -> bool:
    """Whether a word of the list stands across the end of the one and the beginning of the other."""
    heads = _heads()
    return any(after.startswith(heads[before[-cut:]]) for cut in range(1, 6) if before[-cut:] in heads)
