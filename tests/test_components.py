"""Components on documents made by hand: no gazetteer, no tagger, no rules."""

from __future__ import annotations

from dataclasses import replace

import pytest
import spacy
from spacy.tokens import Doc

from kg import components, reading
from kg.records import Entity, Graph, Mention
from kg.segmentation import blank

TEXT = "华海清科落户天开高教科创园。该公司与清华大学天津电子信息研究院签约。"
WORDS = [
    "华海清",
    "科落户",
    "天开",
    "高",
    "教科",
    "创园。",
    "该公司",
    "与",
    "清华大学",
    "天津电子",
    "信息",
    "研究院签约。",
]


def mention(form: str, kind: str, anaphor: bool = False) -> Mention:
    start = TEXT.index(form)
    return Mention(start, start + len(form), form, kind, anaphor=anaphor)


ENTITIES = (
    Entity("hwatsing", "华海清科", "Company", (mention("华海清科", "Company"), mention("该公司", "Company", True))),
    Entity("tiankai", "天开高教科创园", "Park", (mention("天开高教科创园", "Park"),)),
    Entity("tsinghua", "清华大学", "University", (mention("清华大学", "University"),)),
    Entity("eei", "清华大学天津电子信息研究院", "Institute", (mention("清华大学天津电子信息研究院", "Institute"),)),
)


@pytest.fixture
def doc() -> Doc:
    """Words that straddle the borders of names and sentences, and a graph with nested names and an anaphor."""
    made = Doc(spacy.blank("zh").vocab, words=WORDS, spaces=[False] * len(WORDS))
    components.set_graph(made, Graph(reading.as_is(TEXT), ENTITIES))
    return made


def test_boundaries_impose_names_and_sentences_on_tokens(doc: Doc) -> None:
    components.boundaries(doc)
    assert [token.text for token in doc][:8] == ["华海清", "科", "落户", "天开", "高", "教科", "创园", "。"]
    assert doc.text == TEXT
    assert [sentence.text for sentence in doc.sents] == [TEXT[:14], TEXT[14:]]


def test_boundaries_leave_fitting_tokens_alone() -> None:
    doc = blank("characters")(TEXT)
    components.set_graph(doc, Graph(reading.as_is(TEXT), ENTITIES))
    components.boundaries(doc)
    assert [token.text for token in doc] == list(TEXT)


def test_ents_are_the_longest_and_spans_all_names(doc: Doc) -> None:
    components.boundaries(doc)
    assert [(e.text, e.label_, e.kb_id_) for e in doc.ents] == [
        ("华海清科", "Company", "hwatsing"),
        ("天开高教科创园", "Park", "tiankai"),
        ("清华大学天津电子信息研究院", "Institute", "eei"),
    ]
    assert [s.text for s in doc.spans["entities"]] == [
        "华海清科",
        "天开高教科创园",
        "清华大学",
        "清华大学天津电子信息研究院",
    ]
    assert [(s.text, s.kb_id_) for s in doc.spans["anaphors"]] == [("该公司", "hwatsing")]


def test_names_are_not_lost_where_no_token_border_fits(doc: Doc) -> None:
    components.mark_entities(doc, ENTITIES)
    assert [e.text for e in doc.ents] == ["华海清科落户", "天开高教科创园。", "清华大学天津电子信息研究院签约。"]


def test_graph_comes_back_as_it_was_set(doc: Doc) -> None:
    graph = doc._.graph
    assert graph.entities == ENTITIES
    assert doc._.article.text == TEXT
    assert doc._.facts == doc._.measures == ()
    doc._.graph = replace(graph, entities=())
    assert doc._.graph.entities == ()


def test_graph_goes_through_bytes(doc: Doc) -> None:
    components.boundaries(doc)
    copy = Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert copy._.graph.entities == ENTITIES
    assert [(e.text, e.kb_id_) for e in copy.ents] == [(e.text, e.kb_id_) for e in doc.ents]


def test_article_of_another_text_is_refused(doc: Doc) -> None:
    with pytest.raises(ValueError, match=r"nlp\.make_doc"):
        doc._.article = reading.as_is("别的文章")


def test_empty_text_has_no_sentences() -> None:
    doc = components.sentences(blank("characters")(""))
    assert len(doc) == 0
    assert doc._.graph.entities == ()
