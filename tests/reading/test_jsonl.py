"""One JSON object a line: each an article of its own, each fault named by its line."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from kg import reading
from kg.records import Article
from tests.reading.builders import SETTINGS

GOOD = {
    "title": "冀芯传感落户经开区",
    "text": "3月5日，冀芯传感落户天津经开区。\n总投资3.2亿元。",
    "source": "滨海在线",
    "date": "2024-03-06",
    "url": "https://news.example/1",
}


def read(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> list[Article | reading.Fault]:
    path = tmp_path / "lines.jsonl"
    path.write_bytes("\n".join(lines).encode(encoding))
    return list(reading.read_paths([path], SETTINGS))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_fields(tmp_path: Path, encoding: str) -> None:
    [article] = read(tmp_path, json.dumps(GOOD, ensure_ascii=False), encoding=encoding)
    assert isinstance(article, Article)
    assert (article.title, article.source, article.date) == (GOOD["title"], GOOD["source"], dt.date(2024, 3, 6))
    assert article.id == article.url == GOOD["url"]
    assert article.raw == GOOD["text"]
    assert article.file == "lines.jsonl"


def test_an_article_without_url_is_named_by_its_line(tmp_path: Path) -> None:
    found = read(tmp_path, "", '{"text": "天津大学与南开大学签约。"}', " ", '{"text": "华海清科扩产。"}', "")
    assert [article.id for article in found if isinstance(article, Article)] == ["lines.jsonl#2", "lines.jsonl#4"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": ', "不是 JSON"),
        ("天津大学与南开大学签约。", "不是 JSON"),
        ("{'text': '天津'}", "不是 JSON"),
        ('{"text": "天津"} {"text": "南开"}', "不是 JSON"),
        ("[" * 100_000, "不是 JSON"),
        ("9" * 10_000, "不是 JSON"),
        ('["天津"]', "没有 text 字段"),
        ('"天津"', "没有 text 字段"),
        ("null", "没有 text 字段"),
        ("NaN", "没有 text 字段"),
        ('{"title": "天津"}', "没有 text 字段"),
        ('{"text": null}', "没有 text 字段"),
        ('{"text": ["天津"]}', "没有 text 字段"),
        ('{"text": " \\n"}', "是空的"),
        (json.dumps({"text": "天津大学，" * 40_001}), "20 万字"),
    ],
)
def test_a_bad_line_is_named_and_the_others_read(tmp_path: Path, line: str, reason: str) -> None:
    good = json.dumps(GOOD, ensure_ascii=False)
    one, bad, two = read(tmp_path, good, line, good)
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert isinstance(bad, reading.Fault)
    assert bad.line == 2
    assert reason in bad.message
    assert str(bad).startswith(f"{tmp_path / 'lines.jsonl'} 第 2 行 (line 2): ")
    assert "\n" not in str(bad)


@pytest.mark.parametrize("field", ["title", "source", "date", "url"])
@pytest.mark.parametrize("value", [None, 5, ["a"], {"a": 1}, "", "  "])
def test_a_field_of_another_form_says_nothing(tmp_path: Path, field: str, value: object) -> None:
    [article] = read(tmp_path, json.dumps({"text": "天津大学与南开大学签约。", field: value}))
    assert isinstance(article, Article)
    assert not getattr(article, field)


@pytest.mark.parametrize("date", ["2024-03-06T08:00:00+08:00", "2024年3月6日", "2024/3/6", "二〇二四年三月六日"])
def test_dates(tmp_path: Path, date: str) -> None:
    [article] = read(tmp_path, json.dumps({"text": "天津大学与南开大学签约。", "date": date}, ensure_ascii=False))
    assert isinstance(article, Article)
    assert article.date == dt.date(2024, 3, 6)


def test_line_separators_inside_a_text_do_not_split_it(tmp_path: Path) -> None:
    [article] = read(tmp_path, json.dumps({"text": "天津大学签约。\u2028\r\n南开大学签约。"}, ensure_ascii=False))
    assert isinstance(article, Article)
    assert article.text == "天津大学签约。\n南开大学签约。"
