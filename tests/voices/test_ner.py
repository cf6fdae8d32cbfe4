"""Another spaCy pipeline's NER as a voice: real pipelines, saved to disk."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
import spacy
from spacy.training import Example

from kg import pipeline
from kg.errors import DataError
from kg.reading import from_text
from kg.records import Graph
from kg.settings import Settings
from kg.voices import ner

TEXT = "昨天在展厅里看到了灵犀桥的新品，灵犀桥落户天津经开区。张伟也在。"


def ruler(folder: Path, *patterns: tuple[str, str]) -> str:
    """A pipeline that finds these forms, written to disk."""
    nlp = spacy.blank("zh")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": label, "pattern": form} for label, form in patterns])  # type: ignore[attr-defined]
    nlp.to_disk(folder)
    return str(folder)


def extract(text: str, *voices: str, weight: float = 4.0) -> Graph:
    settings = Settings(voices=voices, voice_weight=weight)
    return pipeline.extract(from_text(text, file="a.txt"), pipeline.load("characters", settings))


def names(graph: Graph) -> dict[str, str]:
    return {entity.name: entity.type for entity in graph.entities}


def test_ruler_adds_a_name_that_the_other_voices_miss(tmp_path: Path) -> None:
    model = ruler(tmp_path / "model", ("ORG", "灵犀桥"), ("PERSON", "张伟"))
    text = "灵犀桥下有水。"
    assert "灵犀桥" not in names(extract(text))
    found = extract(text, f"spacy:{model}", weight=8.0)
    assert names(found) == {"灵犀桥": "Company"}
    assert "spacy" in found.entities[0].mentions[0].voices


def test_weight_decides_how_far_the_voice_is_heard(tmp_path: Path) -> None:
    model = ruler(tmp_path / "model", ("ORG", "灵犀桥"))
    assert "灵犀桥" not in names(extract("灵犀桥下有水。", f"spacy:{model}", weight=0.0))


def test_trained_ner_is_a_voice(tmp_path: Path) -> None:
    nlp = spacy.blank("zh")
    recognizer = nlp.add_pipe("ner")
    recognizer.add_label("company")  # type: ignore[attr-defined]
    shown = [
        ("灵犀桥来了", 3),
        ("灵犀桥走了", 3),
        ("灵犀桥和天气", 3),
        ("灵犀桥和灵犀桥", 3),
        ("天气和雨", 0),
        ("雨来了", 0),
    ]
    examples = [
        Example.from_dict(nlp.make_doc(text), {"entities": [(0, size, "company")] if size else []})
        for text, size in shown
    ]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(30):
        nlp.update(examples, sgd=optimizer)
    nlp.to_disk(tmp_path / "trained")
    assert [ent.text for ent in nlp("灵犀桥来了").ents] == ["灵犀桥"]
    found = extract("灵犀桥来了。", f"spacy:{tmp_path / 'trained'}", weight=8.0)
    assert names(found) == {"灵犀桥": "Company"}


@pytest.mark.parametrize(
    ("label", "form", "expected"),
    [
        ("ORG", "灵犀桥", "Company"),
        ("ORG", "灵犀大学", "University"),
        ("org", "灵犀研究院", "Institute"),
        ("GPE", "灵犀市", "Region"),
        ("LOC", "灵犀开发区", "Park"),
        ("FAC", "灵犀桥", None),
        ("PERSON", "张伟", None),
        ("Park", "灵犀谷", "Park"),
        ("CLUSTER", "灵犀圈", "Cluster"),
    ],
)
def test_labels_of_common_models_become_types(label: str, form: str, expected: str | None) -> None:
    assert ner.node_type(label, form) == expected


def test_pipeline_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no spaCy pipeline"):
        pipeline.load("characters", Settings(voices=(f"spacy:{tmp_path / 'nowhere'}",)))


def test_faults_of_the_other_pipeline_stop_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    nlp = pipeline.load("characters", Settings(voices=(f"spacy:{ruler(tmp_path / 'model', ('ORG', '灵犀桥'))}",)))
    nlp.get_pipe("voice_0").nlp.max_length = 5  # type: ignore[attr-defined]
    plain = pipeline.load("characters")
    articles = [from_text(TEXT, file=f"{i}.txt") for i in range(3)]
    with caplog.at_level(logging.WARNING, logger="kg.voices"):
        found = list(pipeline.extract_all(articles, nlp))
    assert len(caplog.records) == 1
    assert found == list(pipeline.extract_all(articles, plain))


def test_several_processes_hear_the_voice(tmp_path: Path) -> None:
    model = ruler(tmp_path / "model", ("ORG", "灵犀桥"))
    nlp = pipeline.load("characters", Settings(voices=(f"spacy:{model}",), voice_weight=8.0))
    articles = [from_text("灵犀桥下有水。", file=f"{i}.txt") for i in range(2)]
    assert [names(graph) for graph in pipeline.extract_all(articles, nlp, processes=2)] == [{"灵犀桥": "Company"}] * 2


def test_voice_survives_to_disk_and_back(tmp_path: Path) -> None:
    model = ruler(tmp_path / "model", ("ORG", "灵犀桥"))
    nlp = pipeline.load("characters", Settings(voices=(f"spacy:{model}",), voice_weight=8.0))
    nlp.to_disk(tmp_path / "whole")
    again = spacy.load(tmp_path / "whole")
    assert [ent.text for ent in again("灵犀桥下有水。").ents] == ["灵犀桥"]
