"""Graphs for the pages: a park with any number of neighbours, and names and ids that try to be markup."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from kg.records import Graph
from kg.settings import Settings
from loaders import Store, open_store
from tests.loaders.graphs import article, entity, fact

PARK = "hub-park"
MARKUP = (
    '"><img src=x onerror=alert(1)>',
    "</script><script>alert(2)</script>",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(3)",
    "</title><h1>标题",
    'a" href="//elsewhere.example',
)
ODD_ID = "a/b?c#d e\n\"<i>'&=甲"


def hub(count: int) -> Graph:
    """A park in which so many companies are located; every seventh is only planned."""
    names = [f"津冀第{number}装备制造有限公司" for number in range(count)]
    page = "北辰装备园开园。" + "".join(f"{name}落户北辰装备园。" for name in names)
    text = article("hub", page, "园区企业名录", dt.date(2025, 1, 1), "津门新闻", "https://news.example.org/hub")
    companies = [entity(text, f"hub-{number}", name, "Company") for number, name in enumerate(names)]
    facts = [
        fact(text, company.id, "LOCATED_IN", PARK, company.name, None if number % 7 else "planned")
        for number, company in enumerate(companies)
    ]
    return Graph(text, (entity(text, PARK, "北辰装备园", "Park"), *companies), tuple(facts))


def markup() -> Graph:
    """Companies whose names, and an article whose title, source and address, are markup or script."""
    page = "".join(f"{name}与普通公司合作。" for name in MARKUP)
    text = article("<b>a</b>", page, MARKUP[1], dt.date(2025, 1, 1), MARKUP[0], "javascript:alert(4)")
    plain = entity(text, ODD_ID, "普通公司", "Company")
    odd = [entity(text, name, name, "Company") for name in MARKUP]
    facts = [fact(text, company.id, "COLLABORATES_WITH", ODD_ID, company.name) for company in odd]
    return Graph(text, (plain, *odd), tuple(facts))


def chained() -> Graph:
    """An industry, its companies, their supplier and their plans, with names and ids that are markup or script."""
    odd, industry, park, supplier, customer, script = MARKUP
    page = (
        f"{odd}属于{industry}产业，计划落户{park}。{supplier}向{odd}供货。{script}与{odd}签约。"
        + f"{customer}位于天津市。"
    )
    text = article("<i>b</i>", page, script, dt.date(2023, 1, 1), odd, "javascript:alert(5)")
    entities = (
        entity(text, ODD_ID, odd, "Company"),
        entity(text, industry, industry, "Industry"),
        entity(text, park, park, "Park", region="130600"),
        entity(text, supplier, supplier, "Company", region="120112"),
        entity(text, script, script, "Company"),
        entity(text, customer, customer, "Company"),
        entity(text, "region-120000", "天津市", "Region", region="120000"),
    )
    facts = (
        fact(text, ODD_ID, "IN_INDUSTRY", industry, "属于"),
        fact(text, ODD_ID, "LOCATED_IN", park, "落户", "planned"),
        fact(text, supplier, "SUPPLIES_TO", ODD_ID, "供货"),
        fact(text, script, "COLLABORATES_WITH", ODD_ID, "签约"),
        fact(text, customer, "LOCATED_IN", "region-120000", "位于"),
    )
    return Graph(text, entities, facts)


def later() -> Graph:
    """Two years on, an article about something else."""
    text = article("later", "津门装备公司落户津门园。", "后来", dt.date(2025, 5, 1))
    company, park = entity(text, "later-co", "津门装备公司", "Company"), entity(text, "later-park", "津门园", "Park")
    return Graph(text, (company, park), (fact(text, "later-co", "LOCATED_IN", "later-park", "落户"),))


def filled(url: str, graphs: Iterable[Graph]) -> Store:
    """A store with these articles."""
    store = open_store(url, Settings())
    with store.writer() as writer:
        for graph in graphs:
            writer.put(graph)
    return store
