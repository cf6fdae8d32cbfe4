"""The command line as its users meet it: arguments in, text, exit code and lines on standard error out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.main import get_command

from kg import cli

ARTICLE = (
    "华海清科落户天津经开区\n\n"
    "3月5日，华海清科股份有限公司（以下简称华海清科）落户天津经济技术开发区，总投资3.2亿元。\n"
    "该公司与清华大学签署合作协议。\n"
)
EVALUATION = Path(__file__).parent / "evaluation"


def run(*arguments: str) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    return int(ended.value.code or 0)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "b.txt").write_text("天津大学与南开大学签署合作协议。\n", encoding="gb18030")
    return folder


@pytest.fixture
def store(articles: Path, tmp_path: Path) -> str:
    """A store that holds the articles."""
    path = str(tmp_path / "test.kgl")
    assert run("build", str(articles), "--store", path) == 0
    return path


@pytest.mark.parametrize("name", [name for name, _, _ in cli.COMMANDS])
def test_help_of_every_command_has_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(name, "--help") == 0
    shown = capsys.readouterr().out
    assert f"kg {name}" in shown.split("例 (example)")[1]


def test_every_option_has_a_help_text() -> None:
    commands = get_command(cli.app).commands  # type: ignore[attr-defined]
    bare = [
        f"{name} {param.name}"
        for name, command in commands.items()
        for param in command.params
        if param.name != "help" and not getattr(param, "help", None)
    ]
    assert bare == []


def test_extract_prints_one_line_an_article(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("extract", str(articles)) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (first["file"], second["file"]) == ("a.txt", "b.txt")
    assert first["title"] == "华海清科落户天津经开区"
    names = {entity["id"]: entity["name"] for entity in first["entities"]}
    located = next(r for r in first["relations"] if r["type"] == "LOCATED_IN")
    assert names[located["head"]] == "华海清科股份有限公司"
    assert ARTICLE[located["start"] : located["end"]] == located["evidence"]
    assert located.keys() >= {"confidence", "rule", "trigger", "status"}
    for entity in first["entities"]:
        for mention in entity["mentions"]:
            assert ARTICLE[mention["start"] : mention["end"]] == mention["text"]
            assert mention["text"] != "该公司"


def test_extract_in_two_processes_prints_the_same(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("extract", str(articles)) == 0
    alone = capsys.readouterr().out
    assert run("extract", str(articles), "--processes", "2") == 0
    assert capsys.readouterr().out == alone


def test_extract_to_a_file_as_one_array(articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "graph.json"
    assert run("extract", str(articles), "--format", "json", "--output", str(output)) == 0
    assert [article["file"] for article in json.loads(output.read_text(encoding="utf-8"))] == ["a.txt", "b.txt"]
    assert capsys.readouterr().out == ""


def test_extract_tables_are_for_people(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("extract", str(articles / "a.txt"), "--format", "table") == 0
    shown = capsys.readouterr().out
    assert "华海清科股份有限公司" in shown
    assert "LOCATED_IN" in shown
    assert "3.2亿元" in shown


def test_extract_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(ARTICLE.encode())))
    assert run("extract", "-") == 0
    assert json.loads(capsys.readouterr().out)["entities"]


def test_extract_names_each_fault_and_does_the_rest(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (articles / "empty.txt").write_bytes(b"")
    (articles / "lines.jsonl").write_text('{"text": "天津大学与南开大学签约。"}\n{"text": \n', encoding="utf-8")
    assert run("extract", str(articles), str(articles / "missing.txt")) == 1
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 3
    faults = shown.err.splitlines()
    assert len(faults) == 3
    for line, name in zip(faults, ("empty.txt", "lines.jsonl", "missing.txt"), strict=True):
        assert name in line


def test_extract_without_findings_is_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "poem.txt"
    path.write_text("床前明月光，疑是地上霜。\n", encoding="utf-8")
    assert run("extract", str(path)) == 0
    assert json.loads(capsys.readouterr().out)["relations"] == []


def test_lone_surrogate_in_input_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text('{"text": "天津大学与南\\ud800开大学签约。", "title": "\\udfff"}\n', encoding="utf-8")
    assert run("extract", str(path)) == 0
    assert json.loads(capsys.readouterr().out)["file"] == "odd.jsonl"


def test_build_twice_changes_nothing(articles: Path, store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("query", "MATCH (n) RETURN count(n) AS n", "--format", "json", "--store", store) == 0
    before = capsys.readouterr().out
    assert run("build", str(articles), "--store", store) == 0
    assert "未变 2 篇" in capsys.readouterr().err
    assert run("query", "MATCH (n) RETURN count(n) AS n", "--format", "json", "--store", store) == 0
    assert capsys.readouterr().out == before


def test_build_takes_the_store_of_the_environment(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KG_STORE", str(tmp_path / "other.kgl"))
    assert run("build", str(articles)) == 0
    assert run("query", "MATCH (a:Article) RETURN a.file AS file ORDER BY file", "--format", "csv") == 0
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [["file"], ["a.txt"], ["b.txt"]]


def test_remove_takes_out_what_only_it_supports(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("remove", "a.txt", "--store", store) == 0
    assert (
        run("query", "MATCH (n:Entity) RETURN n.name AS name ORDER BY name", "--format", "json", "--store", store) == 0
    )
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == ["南开大学", "天津大学"]
    assert run("remove", "a.txt", "--store", store) == 1
    assert "a.txt" in capsys.readouterr().err


def test_query_by_name_with_parameters(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("query", "--name", "search", "--param", "text=天津", "--param", "type=University", "--store", store)
    assert run(*arguments, "--format", "json") == 0
    assert [row["name"] for row in json.loads(capsys.readouterr().out)] == ["天津大学"]
    assert run(*arguments) == 0
    assert "天津大学" in capsys.readouterr().out


def test_query_parameters_of_ones_own_query(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    cypher = "RETURN $number + 1 AS number, $text AS text"
    assert (
        run("query", cypher, "--param", "number=41", "--param", "text=a=b", "--format", "json", "--store", store) == 0
    )
    assert json.loads(capsys.readouterr().out) == [{"number": 42, "text": "a=b"}]


def test_query_list_names_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("query", "--list", "--format", "json") == 0
    assert {"search", "entity", "parks"} <= {row["name"] for row in json.loads(capsys.readouterr().out)}


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("query",), 2, "--name"),
        (("query", "RETURN 1", "--name", "search"), 2, "--name"),
        (("query", "RETURN 1", "--param", "text"), 2, "name=value"),
        (("query", "RETURN", "--store", "{store}"), 1, "kg: "),
        (("query", "CREATE (n)", "--store", "{store}"), 1, "kg: "),
        (("query", "--name", "nothing", "--store", "{store}"), 1, "nothing"),
        (("query", "--name", "search", "--store", "{store}"), 1, "text"),
        (("query", "RETURN 1", "--store", "{store}.missing"), 1, ".missing"),
        (("build", "a.txt", "--store", "ftp://somewhere"), 1, "ftp"),
        (("extract",), 2, "PATH"),
        (("extract", "a.txt", "--format", "xml"), 2, "xml"),
        (("extract", "a.txt", "--output", "{store}/x"), 2, "--output"),
        (("eval", "{store}.missing"), 1, ".missing"),
        (("unknown",), 2, "unknown"),
    ],
)
def test_faults_are_told_without_a_traceback(
    arguments: tuple[str, ...], code: int, message: str, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(*(argument.format(store=store) for argument in arguments)) == code
    shown = capsys.readouterr().err
    assert message in shown
    assert "Traceback" not in shown


def test_wrong_setting_is_wrong_usage(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("KG_PORT", "eighty")
    assert run("query", "RETURN 1") == 2
    assert "KG_PORT" in capsys.readouterr().err


def test_eval_scores_what_was_printed(capsys: pytest.CaptureFixture[str]) -> None:
    predicted = ("--predicted", str(EVALUATION / "predicted.jsonl"))
    assert run("eval", str(EVALUATION / "gold"), *predicted, "--errors") == 0
    assert capsys.readouterr().out == (EVALUATION / "expected.txt").read_text(encoding="utf-8")
    assert run("eval", str(EVALUATION / "gold"), *predicted, "--json") == 0
    assert capsys.readouterr().out == (EVALUATION / "expected.json").read_text(encoding="utf-8")


def test_eval_extracts_the_texts_beside_gold(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("eval", str(EVALUATION / "gold"), "--json") == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["offsets_right"] == figures["evidence_in_text"] == 1.0
    assert figures["nodes"]["hit"] > 0


def test_eval_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("eval", str(EVALUATION / "gold"), "--check") == 0
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    entity = {"key": "a", "name": "乙", "type": "Company", "mentions": ["乙"]}
    (tmp_path / "a.json").write_text(json.dumps({"entities": [entity], "relations": []}), encoding="utf-8")
    capsys.readouterr()
    assert run("eval", str(tmp_path), "--check") == 1
    assert capsys.readouterr().out == "a.json: 乙: mention 乙 is not in the text\n"
