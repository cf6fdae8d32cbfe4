"""A language model as a voice, against a real server: right, wrong, slow and broken answers."""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from kg import pipeline
from kg.errors import DataError
from kg.explaining import Reason
from kg.reading import from_text
from kg.records import Graph
from kg.settings import Settings
from kg.voices import get_heard, language_model, set_heard
from tests.voices.server import Answer, Server, says, send, sends, serving

TEXT = (
    "灵犀桥昨天开门。灵犀桥的轴承，天津大学的师傅最熟。\n"
    "南开大学从未与天津大学合作。据传，清微智能要落户天津经开区。华海清科落户天津经开区。"
)
RIGHT = {
    "mentions": [{"text": "灵犀桥", "type": "Company"}],
    "facts": [
        {
            "head": "灵犀桥",
            "type": "SUPPLIES_TO",
            "tail": "天津大学",
            "status": None,
            "quote": "灵犀桥的轴承，天津大学的师傅最熟。",
        }
    ],
}
FACT = ("灵犀桥", "SUPPLIES_TO", "天津大学")


def settings(server: Server, **more: Any) -> Settings:
    given = {"voice_weight": 7.0, "llm_timeout": 20.0, "llm_retries": 0, **more}
    return Settings(voices=(f"llm:{server.url}",), **given)


def extract(text: str = TEXT, chosen: Settings | None = None) -> Graph:
    return pipeline.extract(from_text(text, file="a.txt"), pipeline.load("characters", chosen))


def facts(graph: Graph) -> set[tuple[str, str, str]]:
    names = {entity.id: entity.name for entity in graph.entities}
    return {(names[f.head], f.type, names[f.tail]) for f in graph.facts}


def proposing(**fact: Any) -> dict[str, Any]:
    """The right answer with its fact changed."""
    return {**RIGHT, "facts": [{**RIGHT["facts"][0], **fact}]}  # type: ignore[dict-item]


def test_right_answers_add_a_name_and_a_fact() -> None:
    with serving(says(RIGHT)) as server:
        graph = extract(chosen=settings(server, llm_confidence=0.99))
    assert FACT in facts(graph) - facts(extract())
    [added] = [f for f in graph.facts if f.rule == "llm"]
    assert graph.article.text[added.start : added.end].strip() == "灵犀桥的轴承，天津大学的师傅最熟。"
    assert added.confidence == 0.99
    assert server.paths == ["/v1/chat/completions"]


def test_request_is_that_of_the_protocol_and_carries_text_types_and_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_LLM_KEY", "s3cret")
    with serving(says(RIGHT)) as server:
        extract(chosen=settings(server, llm_model="qwen"))
    [asked], [headers] = server.asked, server.headers
    assert (asked["model"], asked["temperature"]) == ("qwen", 0)
    assert [message["role"] for message in asked["messages"]] == ["system", "user"]
    assert "SUPPLIES_TO" in asked["messages"][0]["content"]
    assert asked["messages"][1]["content"].startswith("灵犀桥昨天开门。")
    assert headers["Authorization"] == "Bearer s3cret"


def test_fenced_json_and_words_around_it_are_read() -> None:
    fenced = f"好的：\n```json\n{json.dumps(RIGHT, ensure_ascii=False)}\n```\n以上。"
    with serving(says(fenced)) as server:
        assert FACT in facts(extract(chosen=settings(server)))


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (proposing(quote="灵犀桥向天津大学供应轴承。"), Reason.QUOTE),
        (proposing(quote=""), Reason.QUOTE),
        (proposing(type="LIKES"), Reason.FORM),
        (proposing(head=None), Reason.FORM),
        (proposing(type="MEMBER_OF"), Reason.TYPES),
        (proposing(head="南开大学"), Reason.ENDS),
        (proposing(head="神秘公司"), Reason.ENDS),
        (
            proposing(head="南开大学", type="COLLABORATES_WITH", quote="南开大学从未与天津大学合作。"),
            Reason.DENIED,
        ),
        (
            proposing(head="清微智能", type="LOCATED_IN", tail="天津经开区", quote="据传，清微智能要落户天津经开区。"),
            Reason.HEARSAY,
        ),
    ],
)
def test_wrong_facts_are_refused_and_explained(answer: dict[str, Any], reason: Reason) -> None:
    with serving(says(answer)) as server:
        nlp = pipeline.load("characters", settings(server))
        article = from_text(TEXT, file="a.txt")
        assert not [f for f in pipeline.extract(article, nlp).facts if f.rule == "llm"]
        explained = pipeline.explain(article, nlp)
    placed = [r for s in explained.sentences for r in s.refused_facts if r.by == "llm"]
    assert [r.reason for r in (*placed, *explained.unplaced)] == [reason]
    assert bool(explained.unplaced) == (reason in (Reason.QUOTE, Reason.FORM))


@pytest.mark.parametrize(
    "mention",
    [
        {"text": "没有的公司", "type": "Company"},
        {"text": "灵犀桥", "type": "Person"},
        {"text": "灵犀桥"},
        {"text": "企业", "type": "Company"},
        {"text": 7, "type": "Company"},
        "灵犀桥",
    ],
)
def test_wrong_mentions_change_nothing(mention: Any) -> None:
    with serving(says({"mentions": [mention], "facts": "none"})) as server:
        assert extract(chosen=settings(server)) == extract()


def test_fact_that_is_there_already_keeps_its_rule() -> None:
    known = proposing(head="华海清科", type="LOCATED_IN", tail="天津经开区", quote="华海清科落户天津经开区。")
    with serving(says(known)) as server:
        found = [f for f in extract(chosen=settings(server)).facts if f.type == "LOCATED_IN"]
    assert [f.rule for f in found] == ["settled"]


def _drip(server_of: list[Server], headers: bool) -> Answer:
    """A byte now and then, for ever: no single read takes long."""

    def answer(handler: BaseHTTPRequestHandler, _: dict[str, Any]) -> None:
        handler.send_response(200)
        if headers:
            handler.send_header("Content-Length", "1000000")
            handler.end_headers()
        else:
            handler.flush_headers()
        while not server_of[0].released.wait(0.02):
            handler.wfile.write(b" ")
            handler.wfile.flush()

    return answer


def _silent(server_of: list[Server]) -> Answer:
    return lambda *_: (server_of[0].released.wait(), None)[1]  # type: ignore[func-returns-value]


BROKEN: dict[str, Answer] = {
    "broken json": says('{"mentions": [{"text": "灵犀桥"'),
    "no json": says("我不知道。"),
    "a list": says([1, 2]),
    "deep": says("{" * 100_000 + "}"),
    "not the protocol": sends(b'{"error": "?"}'),
    "html": sends(b"<html>"),
    "null content": sends(b'{"choices": [{"message": {"content": null}}]}'),
    "500": sends(b"oops", 500),
    "401": sends(b"{}", 401),
    "redirect": sends(b"", 307),
    "endless": lambda handler, _: send(handler, b" " * 3_000_000),
    "hangs up": lambda handler, _: handler.connection.shutdown(socket.SHUT_RDWR),
}


@pytest.mark.parametrize("kind", [*BROKEN, "slow", "drips", "drips before the headers end"])
def test_faults_cost_one_line_and_nothing_else(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    here: list[Server] = []
    waiting = {
        "slow": _silent(here),
        "drips": _drip(here, headers=True),
        "drips before the headers end": _drip(here, headers=False),
    }
    with serving(waiting.get(kind) or BROKEN[kind]) as server, caplog.at_level(logging.WARNING, logger="kg.voices"):
        here.append(server)
        graph = extract(chosen=settings(server, llm_timeout=0.3 if kind in waiting else 20.0))
    assert graph == extract()
    [record] = caplog.records
    assert "\n" not in record.getMessage()
    assert server.url in record.getMessage()


def test_nobody_there_costs_one_line(caplog: pytest.LogCaptureFixture) -> None:
    with serving(says(RIGHT)) as server:
        pass
    assert extract(chosen=settings(server)) == extract()
    assert len(caplog.records) == 1


def test_a_second_attempt_may_succeed(caplog: pytest.LogCaptureFixture) -> None:
    with serving(sends(b"busy", 503), says("{broken"), says(RIGHT)) as server:
        assert FACT in facts(extract(chosen=settings(server, llm_retries=2)))
    assert len(server.asked) == 3
    assert caplog.records == []


def test_attempts_are_bounded_and_refusals_are_final() -> None:
    for status, attempts in ((500, 3), (401, 1)):
        with serving(sends(b"", status)) as server:
            extract(chosen=settings(server, llm_retries=2))
        assert len(server.asked) == attempts


def test_a_model_that_never_answers_is_soon_left_alone(caplog: pytest.LogCaptureFixture) -> None:
    articles = [from_text(TEXT, file=f"{i}.txt") for i in range(6)]
    with serving(sends(b"", 500)) as server:
        found = list(pipeline.extract_all(articles, pipeline.load("characters", settings(server))))
    assert len(server.asked) == language_model.PATIENCE
    assert len(caplog.records) == 1
    assert found == list(pipeline.extract_all(articles, pipeline.load("characters")))


def test_long_texts_are_shown_in_pieces_that_end_with_sentences() -> None:
    text = "天津大学在天津。" * 2000
    spans = list(language_model.pieces(text))
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(text[end - 1] == "。" and end - start <= language_model.PIECE for start, end in spans)
    assert len(list(language_model.pieces("无" * 1_000_000))) == language_model.PIECES


def test_quotes_are_found_over_line_breaks_and_spaces() -> None:
    assert language_model.find_quote("甲 公司\n落户乙园。", "甲公司落户乙园") == (0, 9)
    assert language_model.find_quote("甲公司落户乙园。", "甲公司落户丙园") is None


def test_key_is_in_no_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KG_LLM_KEY", "s3cret")
    with serving(says(RIGHT)) as server:
        pipeline.load("characters", settings(server)).to_disk(tmp_path / "nlp")
        assert not [p for p in (tmp_path / "nlp").rglob("*") if p.is_file() and b"s3cret" in p.read_bytes()]
        assert FACT in facts(spacy.load(tmp_path / "nlp")(TEXT)._.graph)


def test_unknown_voices_are_named() -> None:
    for voice in ("ftp:x", "spacy:", "llm:file:///etc/passwd", "whisper"):
        with pytest.raises(DataError, match="no such voice"):
            pipeline.load("characters", Settings(voices=(voice,)))


def test_voices_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_VOICES", "spacy:a b; llm:http://x/v1")
    assert Settings().voices == ("spacy:a b", "llm:http://x/v1")


def test_keys_in_an_address_are_refused_without_being_shown() -> None:
    with pytest.raises(DataError, match="KG_LLM_KEY") as refused:
        pipeline.load("characters", Settings(voices=("llm:https://me:s3cret@127.0.0.1/v1",)))
    assert "s3cret" not in str(refused.value)


def test_command_finishes_and_says_one_line_where_no_model_answers(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    command = [sys.executable, "-c", "from kg.cli import main; main()", "extract", str(tmp_path / "a.txt")]
    plain = subprocess.run(command, capture_output=True, check=True)
    with serving(sends(b"oops", 500)) as server:
        heard = subprocess.run([*command, "--voice", f"llm:{server.url}"], capture_output=True, check=True)
        several = {**os.environ, "KG_VOICES": f"llm:{server.url}"}
        again = subprocess.run(command, capture_output=True, check=True, env=several)
    assert heard.stdout == again.stdout == plain.stdout
    assert plain.stderr == b""
    for run in (heard, again):
        [line] = run.stderr.decode().splitlines()
        assert "HTTP 500" in line


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.text(st.characters(codec=None), max_size=8)
    | st.sampled_from(["灵犀桥"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["text", "type", "head", "tail", "quote", "status"]), inner, max_size=6)
    ),
    max_leaves=20,
)


@given(st.fixed_dictionaries({"mentions": JSON | st.lists(JSON), "facts": JSON | st.lists(JSON)}))
def test_no_answer_whatever_stops_the_reading(answer: dict[str, Any]) -> None:
    doc = spacy.blank("zh")(TEXT)
    set_heard(doc, language_model.read(answer, TEXT, 4.0, 0.5))
    heard = get_heard(doc)
    assert all(TEXT[c.start : c.end] == "灵犀桥" for c in heard.candidates)
    assert heard.facts == ()


def test_an_answer_of_thousands_of_items_is_cut_off() -> None:
    answer = {
        "mentions": [{"text": "灵犀桥", "type": "Company"}] * 100_000,
        "facts": [{"quote": "长" * 100_000}] * 9_999,
    }
    heard = language_model.read(answer, TEXT, 4.0, 0.5)
    assert len(heard.candidates) == TEXT.count("灵犀桥")
    assert len(heard.refused) == language_model.ITEMS


def test_a_key_that_no_header_can_hold_costs_one_line(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("KG_LLM_KEY", "钥匙\n")
    with serving(says(RIGHT)) as server:
        assert extract(chosen=settings(server)) == extract()
    assert len(caplog.records) == 1
    assert "钥匙" not in caplog.text
