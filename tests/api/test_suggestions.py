"""Suggestions by name, alias and pinyin."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.initials import asks_for_pinyin, spellings


@pytest.mark.parametrize(
    ("name", "initials"), [("天开高教科创园", "tkgjkcy"), ("重庆", "cq"), ("AI 公司", "aigs"), ("", "")]
)
def test_initials_of_a_name(name: str, initials: str) -> None:
    assert spellings(name)[0] == initials


def test_what_is_not_pinyin_is_not_sought_as_such() -> None:
    assert asks_for_pinyin("tk")
    assert not asks_for_pinyin("t")
    assert not asks_for_pinyin("天开")
    assert not asks_for_pinyin("?-")


def test_every_entity_is_suggested_by_its_name_and_its_pinyin(client: TestClient) -> None:
    entities = client.get("/search", params={"q": "", "limit": 50}).json()["items"]
    assert entities
    for one in entities:
        for text in (one["name"], *spellings(one["name"])):
            found = client.get("/suggestions", params={"q": text, "limit": 50}).json()["items"]
            assert one["id"] in [item["id"] for item in found], text
            assert len({item["id"] for item in found}) == len(found)


def test_suggestions_are_bounded(client: TestClient) -> None:
    assert len(client.get("/suggestions", params={"q": "xl", "limit": 1}).json()["items"]) <= 1
    assert client.get("/suggestions", params={"q": " "}).json() == {"items": []}
    assert client.get("/suggestions", params={"q": "x" * 201}).status_code == 422
