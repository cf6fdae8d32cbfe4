"""Three invented articles as graphs, made by hand: no reading, no naming, no rules.

The pages begin with a line of furniture and break lines inside sentences, so that offsets into the cleaned text and
into the file differ.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

from kg.records import Article, Entity, Fact, Graph, Measure, Mention, Section, Sentence, Status

SCRIPT = '<script>alert("1")</script>科技'
QUOTES = 'O\'Brien "引号" \\反斜杠\\ 公司'

FURNITURE = "来源：测试 编辑：某某\n\n"


def article(id: str, page: str, title: str, date: dt.date | None = None, source: str = "", url: str = "") -> Article:
    """An article whose page has furniture before it and line breaks in it; the cleaned text has neither."""
    raw = FURNITURE + page
    offsets = [place for place in range(len(FURNITURE), len(raw)) if raw[place] != "\n"]
    text = "".join(raw[place] for place in offsets)
    ends = [place + 1 for place, sign in enumerate(text) if sign == "。"]
    sentences = tuple(Sentence(start, end) for start, end in zip([0, *ends], ends, strict=False))
    return Article(
        id=id,
        file=f"{id}.txt",
        raw=raw,
        text=text,
        offsets=offsets,
        sentences=sentences,
        sections=(Section(0, len(text), title),),
        title=title,
        source=source,
        date=date,
        url=url,
        sha256=hashlib.sha256(raw.encode()).hexdigest(),
    )


def entity(
    article: Article,
    id: str,
    name: str,
    type: str,
    *aliases: str,
    region: str = "",
    lon: float | None = None,
    lat: float | None = None,
) -> Entity:
    """An entity with a mention wherever its name or an alias stands in the article."""
    mentions = []
    for form in (name, *aliases):
        start = article.text.find(form)
        while start >= 0:
            mentions.append(Mention(start, start + len(form), form, type, ("hand",)))
            start = article.text.find(form, start + len(form))
    assert mentions, f"{name} does not stand in {article.id}"
    return Entity(id, name, type, tuple(mentions), aliases, region=region, lon=lon, lat=lat)


def sentence(article: Article, part: str) -> tuple[int, int]:
    """The span of the sentence in which `part` stands."""
    place = article.text.index(part)
    return next((row.start, row.end) for row in article.sentences if row.start <= place < row.end)


def fact(
    article: Article,
    head: str,
    type: str,
    tail: str,
    part: str,
    status: Status = None,
    since: str = "",
    confidence: float = 0.8,
) -> Fact:
    """A fact said by the sentence in which `part` stands; `part` is its trigger."""
    start, end = sentence(article, part)
    return Fact(head, type, tail, start, end, f"{type.lower()}-by-hand", part, status, since, confidence)


def measure(
    article: Article, subject: str, metric: str, value: float, unit: str, part: str, as_of: str = ""
) -> Measure:
    start, end = sentence(article, part)
    return Measure(subject, metric, value, unit, start, end, as_of)


def park_article() -> Graph:
    """A park, its companies, one moved there from Beijing, one planned."""
    page = (
        "海河智谷科技园坐落于天津市津南区。园区已集聚企业140家，"
        "总投资3.76亿元。星澜半导体有限公司（以下简称星澜半导体）2023年由北京市\n海淀区迁入海河智谷科技园，"
        "该公司脱胎于京津大学。"
        f"{SCRIPT}计划落户海河智谷科技园，并将为星澜半导体配套封装设备。"
        f"{QUOTES}入驻海河智谷科技园。"
    )
    text = article("a1", page, "海河智谷迎来新企业", dt.date(2024, 2, 26), "津门新闻", "https://news.example.org/a1")
    return Graph(
        article=text,
        entities=(
            entity(text, "haihe-park", "海河智谷科技园", "Park", region="120112", lon=117.38, lat=38.98),
            entity(text, "region-120000", "天津市", "Region", region="120000", lon=117.2, lat=39.08),
            entity(text, "region-120112", "津南区", "Region", region="120112"),
            entity(text, "region-110108", "海淀区", "Region", region="110108"),
            entity(text, "xinglan", "星澜半导体有限公司", "Company", "星澜半导体"),
            entity(text, "jingjin-university", "京津大学", "University", region="110108"),
            entity(text, "script-co", SCRIPT, "Company"),
            entity(text, "obrien", QUOTES, "Company"),
        ),
        facts=(
            fact(text, "haihe-park", "LOCATED_IN", "region-120112", "坐落"),
            fact(text, "xinglan", "LOCATED_IN", "haihe-park", "迁入", since="2023"),
            fact(text, "xinglan", "RELOCATED_FROM", "region-110108", "迁入", since="2023"),
            fact(text, "xinglan", "INCUBATED_BY", "jingjin-university", "脱胎于"),
            fact(text, "script-co", "LOCATED_IN", "haihe-park", "落户", "planned", confidence=0.7),
            fact(text, "script-co", "SUPPLIES_TO", "xinglan", "配套", "planned", confidence=0.6),
            fact(text, "obrien", "LOCATED_IN", "haihe-park", "入驻"),
        ),
        measures=(
            measure(text, "haihe-park", "registered_companies", 140, "家", "140家", "2024-02"),
            measure(text, "haihe-park", "investment", 3.76, "亿元", "3.76亿元"),
        ),
    )


def cluster_article() -> Graph:
    """A year later: what was planned is done; a cluster, suppliers of two tiers, a short name as the only name."""
    page = (
        f"{SCRIPT}已落户海河智谷科技园，正式为星澜半导体配套封装设备。"
        "星澜半导体与京津大学携手\n共建联合实验室。"
        "京津冀芯片产业集群成员包括星澜半导体、京津大学和保定芯材股份有限公司。"
        f"保定芯材股份有限公司位于保定市，长期向{SCRIPT}供货。"
        "海河智谷科技园现有企业210家。"
    )
    text = article("a2", page, "京津冀芯片产业集群成立", dt.date(2025, 3, 1), "冀东观察", "https://news.example.org/a2")
    return Graph(
        article=text,
        entities=(
            entity(text, "haihe-park", "海河智谷科技园", "Park", region="120112", lon=117.38, lat=38.98),
            entity(text, "xinglan", "星澜半导体", "Company"),
            entity(text, "jingjin-university", "京津大学", "University", region="110108"),
            entity(text, "script-co", SCRIPT, "Company"),
            entity(text, "chip-cluster", "京津冀芯片产业集群", "Cluster"),
            entity(text, "baoding-xincai", "保定芯材股份有限公司", "Company"),
            entity(text, "region-130600", "保定市", "Region", region="130600"),
        ),
        facts=(
            fact(text, "script-co", "LOCATED_IN", "haihe-park", "落户"),
            fact(text, "script-co", "SUPPLIES_TO", "xinglan", "配套", since="2025-03"),
            # Against the order of the ids: a symmetric edge has one id from both ends.
            fact(text, "xinglan", "COLLABORATES_WITH", "jingjin-university", "携手"),
            fact(text, "xinglan", "MEMBER_OF", "chip-cluster", "成员"),
            fact(text, "jingjin-university", "MEMBER_OF", "chip-cluster", "成员"),
            fact(text, "baoding-xincai", "MEMBER_OF", "chip-cluster", "成员"),
            fact(text, "baoding-xincai", "LOCATED_IN", "region-130600", "位于"),
            fact(text, "baoding-xincai", "SUPPLIES_TO", "script-co", "供货"),
        ),
        measures=(measure(text, "haihe-park", "registered_companies", 210, "家", "210家", "2025-03"),),
    )


def project_article() -> Graph:
    """Without date, source or address: an institute, a project, an industry, an entity without any edge."""
    page = (
        "津南智造研究院由京津大学设立，从事人工智能。海河智谷二期项目由星澜半导体投资，计划年产芯片120万片。"
        "津南区人民政府负责人到场。京津大学与星澜半导体携手。"
    )
    text = article("a3", page, "")
    return Graph(
        article=text,
        entities=(
            entity(text, "jinnan-institute", "津南智造研究院", "Institute", region="120112"),
            entity(text, "jingjin-university", "京津大学", "University", region="110108"),
            entity(text, "ai", "人工智能", "Industry"),
            entity(text, "haihe-phase-2", "海河智谷二期项目", "Project"),
            entity(text, "xinglan", "星澜半导体", "Company"),
            entity(text, "jinnan-government", "津南区人民政府", "Agency", region="120112"),
        ),
        facts=(
            fact(text, "jinnan-institute", "ESTABLISHED_BY", "jingjin-university", "设立"),
            fact(text, "jinnan-institute", "IN_INDUSTRY", "ai", "从事"),
            fact(text, "xinglan", "INVESTS_IN", "haihe-phase-2", "投资", "planned"),
            fact(text, "jingjin-university", "COLLABORATES_WITH", "xinglan", "携手"),
        ),
        measures=(measure(text, "haihe-phase-2", "capacity", 120, "万片", "120万片"),),
    )


def graphs() -> tuple[Graph, ...]:
    return park_article(), cluster_article(), project_article()


def corrected(graph: Graph) -> Graph:
    """The same article, its text changed and all facts and measures but the first gone."""
    raw = graph.article.raw + "更正。"
    version = replace(graph.article, raw=raw, sha256=hashlib.sha256(raw.encode()).hexdigest())
    return replace(graph, article=version, facts=graph.facts[:1], measures=graph.measures[:1])
