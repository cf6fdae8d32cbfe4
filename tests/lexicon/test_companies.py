"""The companies of the gazetteer: enough of them, found by the names that news uses, seated where they are."""

from __future__ import annotations

import pytest

from kg.naming import gazetteer

LEXICON = gazetteer.load()
COMPANIES = [entry for entry in LEXICON.entries.values() if entry.type == "Company"]
REGIONS = {entry.region for entry in LEXICON.entries.values() if entry.type == "Region"}


def test_there_are_hundreds_in_each_of_the_three_provinces() -> None:
    assert len(COMPANIES) >= 800
    for province in ("11", "12", "13"):
        assert sum(company.region.startswith(province) for company in COMPANIES) >= 250


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("华海清科", "华海清科股份有限公司"),
        ("天士力", "天士力医药集团股份有限公司"),
        ("一汽丰田", "一汽丰田汽车有限公司"),
        ("首钢京唐", "首钢京唐钢铁联合有限责任公司"),
        ("石药集团", "石药控股集团有限公司"),
        ("中国星网", "中国卫星网络集团有限公司"),
        ("空客天津", "空中客车（天津）总装有限公司"),
        ("天津港集团", "天津港(集团)有限公司"),
    ],
)
def test_short_and_full_name_are_one_company(short: str, full: str) -> None:
    assert LEXICON.by_form(short) == LEXICON.by_form(full)
    assert len(LEXICON.by_form(short)) == 1


@pytest.mark.parametrize("word", ["联想", "小米", "苹果", "同方", "浪潮", "曙光"])
def test_a_short_name_that_is_a_common_word_is_ambiguous(word: str) -> None:
    assert [hit.ambiguous for hit in LEXICON.find(word)] == [True]


def test_seats_are_known_regions() -> None:
    assert {company.region for company in COMPANIES} - REGIONS <= {""}


def test_a_company_belongs_to_another_company_and_never_to_itself() -> None:
    owned = [company for company in COMPANIES if company.parent]
    assert len(owned) >= 300
    for company in owned:
        assert company.parent != company.id
        assert LEXICON.entries[company.parent].type == "Company"
