"""Dates in news words as ISO dates."""

from __future__ import annotations

import datetime as dt

import pytest

from kg.relating.dates import since

TODAY = dt.date(2025, 1, 15)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("于2021年设立", "2021"),
        ("于2021年6月设立", "2021-06"),
        ("于2021年6月9日设立", "2021-06-09"),
        ("1998年12月31日成立", "1998-12-31"),
        ("今年5月投产", "2025-05"),
        ("去年投产", "2024"),
        ("前年11月3日投产", "2023-11-03"),
        ("明年投产", "2026"),
        ("本月签约", "2025-01"),
        ("上月签约", "2024-12"),
        ("上个月签约", "2024-12"),
        ("日前签约", ""),
        ("", ""),
    ],
)
def test_date_in_words(text: str, iso: str) -> None:
    assert since(text, TODAY) == iso


def test_written_year_wins_over_a_relative_one() -> None:
    assert since("2019年立项，去年投产", TODAY) == "2019"


def test_relative_date_needs_the_date_of_the_article() -> None:
    assert since("去年投产", None) == ""
    assert since("2019年投产", None) == "2019"


@pytest.mark.parametrize(("text", "iso"), [("2021年13月", "2021"), ("2021年0月", "2021"), ("2021年6月42日", "2021-06")])
def test_impossible_month_or_day_is_left_out(text: str, iso: str) -> None:
    assert since(text, TODAY) == iso
