"""What `kg explain` says about an article whose sentences each show one kind of refusal."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kg import cli, pipeline, sample
from kg.explaining import Explanation, Reason, page, records
from kg.reading import from_text
from kg.relating import figures, pairs

TEXT = (
    "华海清科落户天津经开区，总投资3.2亿元。\n"
    "据传，中芯国际将落户天津经开区。\n"
    "清微智能未能落户天开高教科创园。\n"
    "这家企业的甲公司计划发展。\n"
    "天津大学<script>alert(1)</script>&与南开大学签署合作协议。\n"
)


@pytest.fixture(scope="module")
def explanation() -> Explanation:
    return pipeline.explain(from_text(TEXT, file="a<b>.txt", title="<i>标题"), pipeline.load("characters"))


def said(explanation: Explanation, number: int) -> list[tuple[str, str, str]]:
    names = {key: entity.name for key, entity in explanation.entities.items()}
    return [(names[f.head], f.type, names[f.tail]) for f in explanation.sentences[number].facts]


def test_facts_names_and_measures_stand_in_their_sentence(explanation: Explanation) -> None:
    first = explanation.sentences[0]
    assert [mention.text for mention, _ in first.names] == ["华海清科", "天津经开区"]
    assert said(explanation, 0) == [("华海清科", "LOCATED_IN", "天津经开区")]
    assert [(f.rule, f.trigger) for f in first.facts] == [("settled", "落户")]
    assert [(m.metric, m.value, m.unit) for m in first.measures] == [("investment", 3.2, "亿元")]


@pytest.mark.parametrize(
    ("number", "reason", "head"), [(1, Reason.HEARSAY, "中芯国际"), (2, Reason.DENIED, "清微智能")]
)
def test_rumours_and_denials_are_refused_with_their_reason(
    explanation: Explanation, number: int, reason: Reason, head: str
) -> None:
    sentence = explanation.sentences[number]
    assert sentence.facts == ()
    by_rule = [r for r in sentence.refused_facts if r.by == "settled"]
    assert [(r.reason, r.trigger) for r in by_rule] == [(reason, "落户")]
    assert TEXT[by_rule[0].start : by_rule[0].end] == "落户"
    assert any(r.what.startswith(head) and r.confidence is not None for r in sentence.refused_facts)


def test_names_below_the_threshold_tell_how_far_they_came(explanation: Explanation) -> None:
    refused = {r.what: r for r in explanation.sentences[3].refused_names}
    company = refused["甲公司 Company"]
    assert company.reason is Reason.THRESHOLD
    assert company.confidence is not None
    assert company.confidence < 0.45
    assert "shape" in company.by


def test_figures_that_are_no_measure_name_their_likeliest_owner() -> None:
    nlp = pipeline.load("characters")
    shown = 0
    texts = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[1] / "gold").glob("*.txt"))]
    texts += [path.read_text(encoding="utf-8") for path in sample.paths()]
    for text in texts:
        explained = pipeline.explain(from_text(text, file="a.txt"), nlp)
        for item in (r for s in explained.sentences for r in s.refused_facts if "→" not in r.what):
            shown += 1
            quoted = explained.article.text[item.start : item.end]
            assert re.search(r"\d[\d.]*", item.what.split()[-1])[0] in quoted.replace(",", "")  # type: ignore[index]
            assert item.what.split()[0] in {entity.name for entity in explained.entities.values()}
            assert item.confidence is not None
            assert item.confidence < figures.threshold()
    assert shown


def test_nothing_is_both_found_and_refused(explanation: Explanation) -> None:
    names = {key: entity.name for key, entity in explanation.entities.items()}
    facts = {f"{names[f.head]} —{f.type}→ {names[f.tail]}" for s in explanation.sentences for f in s.facts}
    assert facts
    assert facts.isdisjoint(r.what for s in explanation.sentences for r in s.refused_facts)


def test_pairs_below_the_threshold_are_shown_with_their_probability() -> None:
    nlp = pipeline.load("characters")
    texts = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[1] / "gold").glob("*.txt"))]
    refused = [
        r
        for text in texts[:3]
        for s in pipeline.explain(from_text(text, file="a.txt"), nlp).sentences
        for r in s.refused_facts
        if r.reason is Reason.THRESHOLD
    ]
    assert refused
    assert all(r.confidence is not None and r.confidence < max(pairs.thresholds().values()) for r in refused)


def test_explained_facts_are_those_of_the_extraction(explanation: Explanation) -> None:
    graph = pipeline.extract(explanation.article, pipeline.load("characters"))
    assert sum(len(s.facts) for s in explanation.sentences) == len(graph.facts)
    assert sum(len(s.measures) for s in explanation.sentences) == len(graph.measures)


class Page(HTMLParser):
    """The tags, addresses and text of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str | None] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href", "action")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_page_is_escaped_and_loads_nothing(explanation: Explanation) -> None:
    source = page.render([explanation])
    shown = Page(source)
    assert "<script>alert(1)</script>&" in re.sub(r"\s", "", shown.text)
    assert "<i>标题" in shown.text
    assert {"script", "i", "link", "img", "iframe"}.isdisjoint(shown.tags)
    assert shown.addresses == []
    assert "url(" not in source
    assert "default-src 'none'" in source


def test_page_shows_names_facts_and_refusals(explanation: Explanation) -> None:
    shown = re.sub(r"\s+", "", Page(page.render([explanation])).text)
    for part in ("华海清科企业", "位于LOCATED_IN→天津经开区settled「落户」", "投资额3.2亿元", "传闻", "否认"):
        assert part in shown


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    return int(ended.value.code or 0)


def test_command_prints_text_and_writes_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = tmp_path / "a.txt"
    article.write_text(TEXT, encoding="utf-8")
    assert run("explain", str(article)) == 0
    shown = capsys.readouterr().out
    assert "✓ 华海清科 —位于 LOCATED_IN→ 天津经开区" in shown
    assert "✗ 甲公司 Company" in shown
    assert "\x1b" not in shown
    assert run("explain", str(article), str(tmp_path / "none.txt"), "--format", "html", "-o", str(tmp_path / "x")) == 1
    assert (tmp_path / "x").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_command_colours_names_on_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLORTERM", "truecolor")
    article = tmp_path / "a.txt"
    article.write_text(TEXT, encoding="utf-8")
    assert run("explain", str(article)) == 0
    assert "38;2;47;109;181m华海清科" in capsys.readouterr().out


def test_command_hears_voices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = tmp_path / "a.txt"
    article.write_text(TEXT, encoding="utf-8")
    assert run("explain", str(article), "--voice", f"spacy:{tmp_path}") == 1
    assert "no spaCy pipeline" in capsys.readouterr().err


def test_what_misses_a_threshold_by_a_hair_is_not_shown_as_reaching_it() -> None:
    assert records.shortfall(0.1498, 0.15) == "0.14 < 0.15"
    assert records.cut(0.14996) == 0.149
