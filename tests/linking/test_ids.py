"""Ids that every article shares."""

from dataclasses import replace

from kg.linking import Known, link
from kg.records import Article, Entity, Fact, Graph, Mention


def article(name: str) -> Article:
    return Article(name, name, "", "", (), (), ())


def entity(key: str, name: str, kind: str = "Company", *aliases: str, lexicon_id: str = "") -> Entity:
    return Entity(key, name, kind, (Mention(0, len(name), name, kind),), aliases, lexicon_id)


def test_ids_a_full_name_is_one_thing_in_every_article() -> None:
    known: Known = {}
    first = link(Graph(article("a"), (entity("e0", "初相位科技"),)), known)
    second = link(Graph(article("b"), (entity("e7", "初相位科技"),)), known)
    assert first.entities[0].id == second.entities[0].id == "company-初相位科技"


def test_ids_a_defined_short_form_leads_to_the_full_name_in_another_article() -> None:
    known: Known = {}
    first = link(Graph(article("a"), (entity("e0", "天津渤锐汽车电子股份有限公司", "Company", "渤锐车电"),)), known)
    second = link(Graph(article("b"), (entity("e0", "渤锐车电"),)), known)
    assert first.entities[0].id == second.entities[0].id


def test_ids_the_gazetteer_decides_first() -> None:
    linked = link(Graph(article("a"), (entity("e0", "天津经开区", "Park", lexicon_id="teda"),)), {})
    assert linked.entities[0].id == "teda"


def test_ids_common_words_and_counted_groups_stay_in_their_article() -> None:
    group = entity("e0", "30家企业", "CompanyGroup")
    one, other = (link(Graph(article(name), (group,)), {}).entities[0].id for name in "ab")
    assert one != other


def test_ids_facts_follow_their_entities_and_loops_go() -> None:
    same = entity("e1", "天开园", "Park", lexicon_id="tiankai")
    park = replace(same, id="e0", name="天开高教科创园")
    fact = Fact("e2", "LOCATED_IN", "e1", 0, 4, "settles", "落户")
    loop = replace(fact, head="e0", type="PART_OF")
    linked = link(Graph(article("a"), (park, same, entity("e2", "清微智能")), (fact, loop)), {})
    assert [(f.head, f.type, f.tail) for f in linked.facts] == [("company-清微智能", "LOCATED_IN", "tiankai")]
    assert [e.name for e in linked.entities] == ["天开高教科创园", "清微智能"]
