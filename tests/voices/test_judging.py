"""Which proposed facts become facts, seen from their ends."""

from __future__ import annotations

from kg.reading import from_text
from kg.records import Entity, Graph, Mention
from kg.voices.heard import Proposed
from kg.voices.judging import judge

TEXT = "供应澄光科技的是远图仪器。北方大学和它合建了一座实验室。"
IT = TEXT.index("它")


def entity(name: str, kind: str, *anaphors: Mention) -> Entity:
    start = TEXT.index(name)
    return Entity(name, name, kind, (Mention(start, start + len(name), name, kind), *anaphors))


def it(sure: float, *, rival: bool = False) -> Mention:
    return Mention(IT, IT + 1, "它", "Company", (), sure, anaphor=True, rival=rival)


def test_an_anaphor_in_a_proposal_stands_for_what_it_likeliest_does() -> None:
    entities = (
        entity("澄光科技", "Company", it(0.3, rival=True)),
        entity("远图仪器", "Company", it(0.6)),
        entity("北方大学", "University"),
    )
    quote = TEXT.index("北方大学")
    proposed = Proposed("北方大学", "COLLABORATES_WITH", "它", quote, len(TEXT), "llm", 0.9)
    (fact,), refused = judge(Graph(from_text(TEXT, file="a.txt"), entities), [proposed])
    assert (fact.head, fact.tail) == ("北方大学", "远图仪器")
    assert refused == []
