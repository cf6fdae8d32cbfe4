"""Dates as news gives them, made into ISO form with the article's own date."""

from __future__ import annotations

import datetime as dt
import re

_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?")
_RELATIVE = re.compile(
    r"(?P<word>今年|去年|前年|明年|本月|上月|上个月)(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?"
)
_OFFSET = {"今年": 0, "去年": -1, "前年": -2, "明年": 1}


def since(text: str, today: dt.date | None) -> str:
    """The one date that a clause gives (2023, 2023-06, 2023-06-01), or empty."""
    match = _YEAR.search(text)
    if match:
        return _iso(int(match["year"]), match["month"], match["day"])
    match = _RELATIVE.search(text)
    if match is None or today is None:
        return ""
    word = match["word"]
    if word in _OFFSET:
        return _iso(today.year + _OFFSET[word], match["month"], match["day"])
    month = today.replace(day=1) - dt.timedelta(days=1 if word.startswith("上") else 0)
    return f"{month.year}-{month.month:02}"


def _iso(year: int, month: str | None, day: str | None) -> str:
    if not month or not 1 <= int(month) <= 12:
        return str(year)
    if not day or not 1 <= int(day) <= 31:
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(day):02}"
