"""The pipeline as users of spaCy meet it, on the shipped gazetteer, weights and rules."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from spacy import displacy
from spacy.language import Language
from spacy.tokens import DocBin

import kg
from kg import components, pipeline, reading
from kg.errors import DataError
from kg.records import Article, Graph
from kg.settings import Settings

TEXT = "3月5日，华海清科股份有限公司落户天津经济技术开发区。该公司与清华大学签约，共建联合实验室。"
ARTICLES = [
    reading.from_text(
        "本报讯 记者张三\n\n津芯半导体科技有限公司（以下简称津芯半导体）日前落户天津经开区，\n总投资3.2亿元。",
        file="a.txt",
    ),
    reading.from_text("津芯半导体与天津大学签署合作协议。\n", file="b.txt"),
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return kg.load()


@pytest.fixture(scope="module")
def characters() -> Language:
    return pipeline.load("characters")


def said(graph: Graph) -> set[tuple[str, str, str]]:
    """The facts by the names of their ends."""
    names = {entity.id: entity.name for entity in graph.entities}
    return {(names[fact.head], fact.type, names[fact.tail]) for fact in graph.facts}


def test_load_finds_names_and_facts(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert {(e.text, e.label_) for e in doc.ents} >= {
        ("华海清科股份有限公司", "Company"),
        ("天津经济技术开发区", "Park"),
        ("清华大学", "University"),
    }
    assert tuple(
        kind for kind in ("LOCATED_IN", "COLLABORATES_WITH") if kind in {fact.type for fact in doc._.facts}
    ) == ("LOCATED_IN", "COLLABORATES_WITH")
    ids = {entity.id for entity in doc._.graph.entities}
    assert {fact.head for fact in doc._.facts} | {fact.tail for fact in doc._.facts} <= ids
    assert {span.kb_id_ for span in doc.ents} <= ids


def test_load_components_stand_in_order(nlp: Language) -> None:
    assert tuple(nlp.pipe_names) == components.NAMES


def test_load_finds_nothing_in_an_empty_text(nlp: Language) -> None:
    assert nlp("")._.graph.entities == ()


def test_words_and_characters_find_the_same(nlp: Language, characters: Language) -> None:
    assert nlp(TEXT)._.graph == characters(TEXT)._.graph


def test_pipe_in_two_processes_finds_the_same(nlp: Language) -> None:
    texts = [TEXT, "天津大学与南开大学合作。", TEXT]
    alone = [nlp(text) for text in texts]
    for one, two in zip(alone, nlp.pipe(texts, n_process=2, batch_size=1), strict=True):
        assert one._.graph == two._.graph
        assert [(e.text, e.kb_id_) for e in one.ents] == [(e.text, e.kb_id_) for e in two.ents]


def test_doc_bin_keeps_everything(nlp: Language) -> None:
    doc = nlp(TEXT)
    data = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    [copy] = DocBin().from_bytes(data).get_docs(nlp.vocab)
    assert copy._.facts == doc._.facts
    assert [(s.text, s.kb_id_) for s in copy.spans["entities"]] == [(s.text, s.kb_id_) for s in doc.spans["entities"]]


def test_displacy_draws_entities(nlp: Language) -> None:
    picture = displacy.render(nlp(TEXT), style="ent", jupyter=False)
    assert "华海清科股份有限公司" in picture
    assert "Company" in picture


def test_to_disk_is_loaded_by_spacy_alone(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path)
    program = (
        f"import spacy; doc = spacy.load({str(tmp_path)!r})({TEXT!r}); "
        "print([e.text for e in doc.ents], len(doc._.facts), len(doc))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    doc = nlp(TEXT)
    assert done.stdout.strip() == f"{[e.text for e in doc.ents]} {len(doc._.facts)} {len(doc)}"


def test_a_component_of_ones_own_takes_part(tmp_path: Path) -> None:
    own = spacy.blank("zh")
    own.add_pipe("kg_sentences")
    own.add_pipe("kg_naming")
    own.add_pipe("kg_relating")
    assert own(TEXT)._.facts


def test_extract_maps_back_to_the_file(characters: Language) -> None:
    article = ARTICLES[0]
    graph = pipeline.extract(article, characters)
    [company] = [entity for entity in graph.entities if entity.type == "Company"]
    assert company.name == "津芯半导体科技有限公司"
    for mention in company.mentions:
        start, end = article.raw_span(mention.start, mention.end)
        assert mention.anaphor or article.raw[start:end] == mention.text


def test_extract_all_shares_ids_between_articles(characters: Language) -> None:
    first, second = pipeline.extract_all(ARTICLES, characters)
    [head] = {fact.head for fact in first.facts if fact.type == "LOCATED_IN"}
    assert head in {end for fact in second.facts for end in (fact.head, fact.tail)}


def test_extract_all_knows_earlier_entities(characters: Language) -> None:
    first, _ = pipeline.extract_all(ARTICLES, characters)
    [again] = pipeline.extract_all(ARTICLES[1:], characters, earlier=first.entities)
    shared = {entity.id for entity in first.entities} & {entity.id for entity in again.entities}
    assert any(entity.id in shared and entity.type == "Company" for entity in again.entities)


@pytest.fixture
def singly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes take one article at a time, and few ahead."""
    monkeypatch.setattr(pipeline, "BATCH", 1)
    monkeypatch.setattr(pipeline, "AHEAD", 1)


@pytest.mark.usefixtures("singly")
def test_extract_all_may_be_left_early(characters: Language) -> None:
    graphs = pipeline.extract_all(ARTICLES * 10, characters, processes=2)
    assert isinstance(graphs, Generator)
    assert next(graphs).article.id == ARTICLES[0].id
    graphs.close()


@pytest.mark.usefixtures("singly")
def test_process_that_is_ended_from_outside_is_told_of(characters: Language) -> None:
    class Deadly(str):
        def __reduce__(self) -> tuple[object, tuple[int]]:
            return os._exit, (1,)

    articles = [*ARTICLES, replace(ARTICLES[0], url=Deadly())]
    with pytest.raises(DataError, match="fewer processes"):
        list(pipeline.extract_all(articles, characters, processes=2))


@pytest.mark.usefixtures("singly")
def test_extract_all_is_the_same_in_two_processes(characters: Language) -> None:
    many = ARTICLES * 5
    one = list(pipeline.extract_all(many, characters))
    two = list(pipeline.extract_all(many, characters, processes=2))
    assert [(g.entities, g.facts, g.measures) for g in one] == [(g.entities, g.facts, g.measures) for g in two]


def test_evidence_does_not_reach_over_front_matter(characters: Language, tmp_path: Path) -> None:
    head = "source: 本项目撰写\ndate: 2025-03-05\nreported: 据公开资料整理，供测试之用，并非新闻报道的原文\n"
    path = tmp_path / "a.md"
    path.write_text(
        f"---\ntitle: 津芯半导体落户天津经开区\n{head}---\n\n该公司与天津大学签约，共建联合实验室。\n", encoding="utf-8"
    )
    (article,) = reading.read_paths([path], Settings())
    assert isinstance(article, Article)
    graph = pipeline.extract(article, characters)
    quotes = [article.quote(fact.start, fact.end) for fact in graph.facts]
    assert "该公司与天津大学签约，共建联合实验室。" in quotes
    assert not any("source" in quote or "---" in quote for quote in quotes)


def test_import_of_the_package_is_cheap() -> None:
    program = "import sys, kg; print('spacy' in sys.modules, hasattr(kg, 'load'), hasattr(kg, 'nothing'))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "False"]
