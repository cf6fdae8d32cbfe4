"""Markdown: its marks go without moving anything else, its front matter says what the article is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kg.records import Article
from tests.reading.builders import kinds, one, paragraphs, sentences

NOTE = """---
title: "石家庄鹿泉：芯片小街长成了"
source: 太行产业笔记
date: 2025-04-22
url: https://notes.example/luquan
tags: [芯片, 石家庄]
---

# 石家庄鹿泉：芯片小街长成了

> 导语：一条街，**213家**企业。

石家庄鹿泉经济开发区里，[同光半导体](https://example.com/tg "官网")向`拓北微波`供应碳化硅衬底。
后者由*中国电科13所*孵化。

## 名单

| 企业 | 来源 | 方向 |
| --- | :---: | ---: |
| 凝眸光学 | 北京海淀 | 镜头 |
| 拓北微波 | 石家庄 | 射频 |

- 凝眸光学：去年从北京市海淀区迁来
- 砳川精铸：为__北京精雕__供货

![厂房外景](pic.jpg)
<!-- 草稿：天津大学 -->
"""


def written(tmp_path: Path, text: str) -> Article:
    path = tmp_path / "note.md"
    path.write_text(text, encoding="utf-8")
    return one(path)


def test_front_matter(tmp_path: Path) -> None:
    article = written(tmp_path, NOTE)
    assert (article.title, article.source) == ("石家庄鹿泉：芯片小街长成了", "太行产业笔记")
    assert article.date == dt.date(2025, 4, 22)
    assert article.id == article.url == "https://notes.example/luquan"
    assert "tags" not in article.text
    assert paragraphs(article)[0] == article.title


def test_marks_go_and_words_stay(tmp_path: Path) -> None:
    found = sentences(written(tmp_path, NOTE))
    assert "导语：一条街，213家企业。" in found
    assert "石家庄鹿泉经济开发区里，同光半导体向拓北微波供应碳化硅衬底。" in found
    assert "后者由中国电科13所孵化。" in found
    assert "- 砳川精铸：为北京精雕供货" in found
    assert "草稿" not in "".join(found)
    assert not {"#", "*", "`", "|", ">"} & set("".join(found))


def test_rows_of_a_table(tmp_path: Path) -> None:
    article = written(tmp_path, NOTE)
    cells = [s for s in article.sentences if s.kind == "cell"]
    assert [article.text[c.start : c.end] for c in cells][3:6] == ["凝眸光学", "北京海淀", "镜头"]
    assert len({c.paragraph for c in cells}) == 3


def test_offsets_refer_to_the_file_with_its_marks(tmp_path: Path) -> None:
    article = written(tmp_path, NOTE)
    assert article.raw == NOTE
    start = article.text.index("213家")
    assert article.quote(start, start + 4) == "213家"
    start = article.text.index("同光半导体向拓北微波")
    assert article.quote(start, start + 10) == '同光半导体](https://example.com/tg "官网")向`拓北微波'


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("产能2*3*4万套，占地3*5米。", "产能2*3*4万套，占地3*5米。"),
        ("天津大学*注* 与南开大学签约。", "天津大学注 与南开大学签约。"),
        ("价格* 为含税价。", "价格* 为含税价。"),
        (r"冀芯\*传感\_天津", "冀芯*传感_天津"),
        ("~~原址在海淀。~~", "原址在海淀。"),
        ("***签约***之后", "签约之后"),
        ("A320 [1] 与 [链接", "A320 [1] 与 [链接"),
        ("冀芯_传感_天津", "冀芯_传感_天津"),
    ],
)
def test_what_is_a_mark(tmp_path: Path, text: str, clean: str) -> None:
    assert written(tmp_path, text).text == clean


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: [未完\n---\n",
        "---\n- 只是\n- 列表\n---\n",
        "---\ntitle: 1\ndate: 昨天\nsource: [a]\n---\n",
        "---\n",
    ],
)
def test_a_head_that_says_nothing_does_no_harm(tmp_path: Path, head: str) -> None:
    article = written(tmp_path, f"{head}\n天津大学与南开大学签约。\n")
    assert "天津大学与南开大学签约。" in sentences(article)
    assert article.date is None


def test_headings_are_headings(tmp_path: Path) -> None:
    article = written(
        tmp_path, "# 一条街\n\n鹿泉的芯片企业有213家，去年产值120亿元。\n\n## 从哪儿来\n\n一半来自北京。\n"
    )
    assert kinds(article)[0] == ("title", "一条街")
    assert ("heading", "从哪儿来") in kinds(article)
