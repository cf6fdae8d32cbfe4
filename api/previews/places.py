"""Names and coordinates of administrative codes, from the gazetteer of regions."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


def place(code: str | None) -> str:
    """The region of a code with those above it, 天津市南开区; empty for a code that the gazetteer lacks."""
    if not code or code not in names():
        return ""
    steps = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code))
    return "".join(names().get(step, "") for step in steps)


def centre(code: str | None) -> tuple[float, float] | None:
    """Longitude and latitude of a region."""
    row = _regions().get(code or "")
    return (float(row["lon"]), float(row["lat"])) if row and row["lon"] and row["lat"] else None


@cache
def names() -> dict[str, str]:
    """The region of each code."""
    return {code: row["name"] for code, row in _regions().items()}


@cache
def _regions() -> dict[str, dict[str, str]]:
    text = (files("kg") / "lexicon" / "regions.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["region"]: row for row in rows if row["id"] == f"region-{row['region']}"}
