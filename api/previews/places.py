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


NEW_AREA = "xiongan"
"""雄安新区, a city of its own in planning, without an administrative code."""
COUNTIES = ("130629", "130632", "130638")
"""容城, 安新 and 雄县, which the new area governs."""
WHOLE = "130000"
"""河北 where the articles do not say in which of its cities."""
OUTSIDE = "outside"


@cache
def cities() -> dict[str, str]:
    """The cities of 京津冀 with their short names, 北京 and 天津 first, 雄安 last."""
    codes = [code for code in names() if code in ("110000", "120000") or (code[:2] == "13" and code[2:4] != "00")]
    found = {code: names()[code].removesuffix("市") for code in codes if code.endswith("00")}
    return {**found, NEW_AREA: _rows()[NEW_AREA]["name"].removesuffix("新区")}


def city(code: str | None, id: str | None = None) -> str:
    """The key in `cities` of what has this code or this id; else `WHOLE`, `OUTSIDE`, or nothing when unknown."""
    if code in COUNTIES or _in_new_area(id):
        return NEW_AREA
    if not code:
        return ""
    found = code[:2] + "0000" if code[:2] in ("11", "12") else code[:4] + "00"
    return found if found in cities() or found == WHOLE else OUTSIDE


def _in_new_area(id: str | None) -> bool:
    while id and id in _rows() and id != NEW_AREA:
        id = _rows()[id]["parent"]
    return id == NEW_AREA


@cache
def names() -> dict[str, str]:
    """The region of each code."""
    return {code: row["name"] for code, row in _regions().items()}


@cache
def _regions() -> dict[str, dict[str, str]]:
    return {row["region"]: row for row in _rows().values() if row["id"] == f"region-{row['region']}"}


@cache
def _rows() -> dict[str, dict[str, str]]:
    """The gazetteer's rows by id."""
    text = (files("kg") / "lexicon" / "regions.csv").read_text(encoding="utf-8")
    return {row["id"]: row for row in csv.DictReader(text.splitlines())}
