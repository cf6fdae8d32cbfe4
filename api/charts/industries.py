"""Which industry is a part of which, as the gazetteer of industries has it."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


def family(id: str) -> tuple[str, ...]:
    """An industry and all its parts; of one that the gazetteer lacks, itself alone."""
    return (id, *(found for part in parts().get(id, ()) for found in family(part)))


def root(id: str) -> str:
    """The widest industry that this one is a part of."""
    while id in _rows() and _rows()[id]["parent"]:
        id = _rows()[id]["parent"]
    return id


def name(id: str, otherwise: str = "") -> str:
    """The gazetteer's name of an industry."""
    return _rows()[id]["name"] if id in _rows() else otherwise


@cache
def parts() -> dict[str, tuple[str, ...]]:
    """The industries directly below each."""
    found: dict[str, tuple[str, ...]] = {}
    for id, row in _rows().items():
        if row["parent"]:
            found[row["parent"]] = (*found.get(row["parent"], ()), id)
    return found


@cache
def _rows() -> dict[str, dict[str, str]]:
    text = (files("kg") / "lexicon" / "industries.csv").read_text(encoding="utf-8")
    return {row["id"]: row for row in csv.DictReader(text.splitlines())}
