"""Dates as Chinese pages write them."""

from __future__ import annotations

import datetime as dt
import re

_DIGITS = {**{c: n for n, c in enumerate("〇一二三四五六七八九")}, "零": 0, "○": 0, "O": 0}
_CHINESE = re.compile(
    r"([〇○零O一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)
_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})\s?[-./年]\s?(\d{1,2})\s?[-./月]\s?(\d{1,2})(?!\d)")


def find(text: str) -> dt.date | None:
    """The first full date in folded text (2025-06-08, 2025.6.8, 2025年6月8日, 二〇二五年六月八日), or None."""
    for found in _DATE.finditer(text):
        if date := _date(*map(int, found.groups())):
            return date
    for found in _CHINESE.finditer(text):
        year = int("".join(str(_DIGITS[c]) for c in found.group(1)))
        if date := _date(year, _number(found.group(2)), _number(found.group(3))):
            return date
    return None


def is_date(text: str) -> bool:
    """Whether the text is a full date and nothing else."""
    found = _DATE.match(text) or _CHINESE.match(text)
    return found is not None and text[found.end() :].strip() in {"", "日", "印发", "日印发"}


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _number(chinese: str) -> int:
    tens, ten, ones = chinese.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + (_DIGITS[ones] if ones else 0)
