"""The queries of the timeline agree on what a deal is and which stage a sentence tells: Cypher cannot share it."""

from __future__ import annotations

import re

import pytest

from loaders import queries

DEALS = ("deals", "signed_deals", "deal_courses", "signed_courses")
SHARED = {
    "which stage a sentence tells": r"CASE WHEN s\.status = 'ended' .*? END AS stage",
    "when a deal came to each stage": r"min\(CASE WHEN stage = 'signed' .*? AS ended",
    "which edges are deals": r"edgeType IN \[.*?\]",
    "where parks and clusters are is none": r"\(\w\.edgeType <> 'LOCATED_IN' OR .*?\]\)",
    "what is signed or planned": r"status = 'planned' OR \w\.trigger CONTAINS '签'",
}


@pytest.mark.parametrize("what", SHARED)
def test_the_queries_of_the_timeline_agree(what: str) -> None:
    found = {}
    for name in DEALS:
        text = re.sub(r"\s+", " ", queries.load()[name].text)
        found[name] = {re.sub(r"\b[ps]\.", "s.", part) for part in re.findall(SHARED[what], text)}
    assert set(map(len, found.values())) == {1}, found
    assert len(set.union(*found.values())) == 1, found
