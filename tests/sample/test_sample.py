"""The sample corpus is complete, says where its facts were reported, and hangs together."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from importlib.resources.abc import Traversable

import pytest
import yaml

from kg import sample

ARTICLES = sample.paths()
HEAD = re.compile(r"\A---\n(.*?)\n---\n\n", re.DOTALL)
SHARED = (
    "天开高教科创园",
    "中关村发展集团",
    "雄安新区",
    "首钢京唐",
    "清华大学",
    "亿华通",
    "天津港",
    "沧州临港经济技术开发区",
)


def head_and_body(article: Traversable) -> tuple[dict[str, object], str]:
    text = article.read_text(encoding="utf-8")
    found = HEAD.match(text)
    assert found, f"{article.name} has no YAML head"
    return yaml.safe_load(found[1]), text[found.end() :]


def test_the_corpus_is_large_enough_to_show_a_network() -> None:
    assert len(ARTICLES) >= 24
    assert [article.name for article in ARTICLES] == sorted(article.name for article in ARTICLES)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.name)
def test_every_article_says_what_it_is_and_where_its_facts_were_reported(article: Traversable) -> None:
    head, _ = head_and_body(article)
    date = head["date"]
    assert isinstance(date, dt.date)
    assert article.name.startswith(f"{date:%Y-%m}-")
    assert 2014 <= date.year <= 2025
    assert head["title"]
    assert str(head["source"]).startswith("本项目撰写")
    assert re.search(r"20\d\d", str(head["reported"]))


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.name)
def test_every_article_is_one_of_our_short_texts(article: Traversable) -> None:
    _, body = head_and_body(article)
    assert 230 <= len(body) <= 1000
    assert body.count("\n\n\n") == 0
    assert not re.search(r"https?://|本报记者|责编|责任编辑", body)


def test_titles_and_paragraphs_are_not_repeated() -> None:
    titles = Counter(str(head_and_body(article)[0]["title"]) for article in ARTICLES)
    paragraphs = Counter(line for article in ARTICLES for line in head_and_body(article)[1].splitlines() if line)
    assert max(titles.values()) == 1
    assert max(paragraphs.values()) == 1


@pytest.mark.parametrize("name", SHARED)
def test_articles_share_names_so_that_the_graph_is_connected(name: str) -> None:
    assert sum(name in head_and_body(article)[1] for article in ARTICLES) >= 3
