"""`kg merge` and `kg split` as reviewers meet them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.test_cli import run

ARTICLES = {
    "a.txt": "3月5日，天津渤锐汽车电子股份有限公司落户天津经济技术开发区，总投资3.2亿元。\n",
    "b.txt": "渤锐车电与清华大学签署合作协议。渤锐车电落户天津经济技术开发区。\n",
    "c.txt": "天津大学与南开大学签署合作协议。\n",
}
FULL, SHORT = "company-天津渤锐汽车电子股份有限公司", "company-渤锐车电"
EVERYTHING = "MATCH (n)-[e]->(m) RETURN n.id AS n, type(e) AS e, m.id AS m, properties(e) AS p ORDER BY n, e, m"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles and a store with them."""
    made = tmp_path_factory.mktemp("built")
    for name, text in ARTICLES.items():
        (made / name).write_text(text, encoding="utf-8")
    assert run("build", *map(str, made.glob("*.txt")), "--store", str(made / "test.kgl")) == 0
    return made


@pytest.fixture
def folder(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own with both, and the environment that names the store and the file of decisions."""
    own = tmp_path / "own"
    shutil.copytree(built, own)
    monkeypatch.setenv("KG_STORE", str(own / "test.kgl"))
    monkeypatch.setenv("KG_DECISIONS", str(own / "decisions.csv"))
    return own


def graph(capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert run("query", EVERYTHING, "--format", "json") == 0
    return capsys.readouterr().out


def fault(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The message of a command that fails."""
    capsys.readouterr()
    assert run(*arguments) > 0
    return " ".join(capsys.readouterr().err.split())


def test_merge_and_split(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = graph(capsys)
    assert run("merge", SHORT, FULL, "--reason", "简称", "--by", "张三") == 0
    assert "更新 1 篇" in capsys.readouterr().err
    row = (folder / "decisions.csv").read_text(encoding="utf-8").splitlines()[1].split(",")
    assert (row[:3], row[4]) == ([SHORT, FULL, "张三"], "简称")
    assert run("query", "--name", "adjacent", "--param", f"id={FULL}", "--format", "json") == 0
    found = {row["type"]: row["sources"] for row in json.loads(capsys.readouterr().out)}
    assert found == {"LOCATED_IN": 2, "COLLABORATES_WITH": 1}
    assert run("query", "--name", "merged", "--param", f"id={SHORT}", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)[0]["id"] == FULL
    assert run("split", SHORT) == 0
    assert graph(capsys) == before


def test_merge_again_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("merge", SHORT, FULL) == 0
    kept, merged = (folder / "decisions.csv").read_bytes(), graph(capsys)
    assert run("merge", SHORT, FULL) == 0
    assert "已有此裁定" in capsys.readouterr().err
    assert run("merge") == 0
    assert "更新 0 篇" in capsys.readouterr().err
    assert (folder / "decisions.csv").read_bytes() == kept
    assert graph(capsys) == merged


def test_build_keeps_to_the_decisions(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("merge", SHORT, FULL) == 0
    merged = graph(capsys)
    other = folder / "other.kgl"
    assert run("build", *map(str, folder.glob("*.txt")), "--store", str(other)) == 0
    capsys.readouterr()
    assert run("query", EVERYTHING, "--format", "json", "--store", str(other)) == 0
    assert capsys.readouterr().out == merged


def test_build_without_the_file_keeps_to_what_the_store_knows(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = graph(capsys)
    assert run("merge", SHORT, FULL) == 0
    monkeypatch.delenv("KG_DECISIONS")
    assert run("build", *map(str, folder.glob("*.txt"))) == 0
    assert "未变 3 篇" in capsys.readouterr().err
    (folder / "d.txt").write_text("渤锐车电与南开大学签署合作协议。\n", encoding="utf-8")
    assert run("build", str(folder / "d.txt")) == 0
    assert run("query", "MATCH (n:Company) RETURN n.id AS id", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out.strip()) == [{"id": FULL}]
    monkeypatch.setenv("KG_DECISIONS", str(folder / "decisions.csv"))
    assert run("split", SHORT) == 0
    assert run("remove", "d.txt") == 0
    assert graph(capsys) == before


def test_a_file_begun_later_holds_what_the_store_knows(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("merge", SHORT, FULL) == 0
    monkeypatch.setenv("KG_DECISIONS", str(folder / "later.csv"))
    capsys.readouterr()
    assert run("merge", "tju", "nankai") == 0
    assert len((folder / "later.csv").read_text(encoding="utf-8").splitlines()) == 3
    assert run("query", "MATCH (n:Company) RETURN n.id AS id", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == [{"id": FULL}]


def test_extract_keeps_to_the_decisions(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("merge", SHORT, FULL) == 0
    capsys.readouterr()
    assert run("extract", str(folder / "b.txt")) == 0
    assert FULL in {row["id"] for row in json.loads(capsys.readouterr().out)["entities"]}


def test_what_cannot_be_merged(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = graph(capsys)
    assert "is a Company and teda a Park; only things of one type" in fault(capsys, "merge", SHORT, "teda")
    assert "company-没有: no entity of the store has this id" in fault(capsys, "merge", "company-没有", FULL)
    assert "is merged into itself" in fault(capsys, "merge", FULL, FULL)
    assert run("merge", SHORT, FULL) == 0
    assert f"{SHORT}: was merged into {FULL}" in fault(capsys, "merge", FULL, SHORT)
    assert "no decision merges tju" in fault(capsys, "split", "tju")
    assert run("split", SHORT) == 0
    assert graph(capsys) == before


def test_how_it_is_used(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("merge", SHORT) == 2
    monkeypatch.delenv("KG_DECISIONS")
    assert run("merge", SHORT, FULL) == 2
    assert "--decisions" in capsys.readouterr().err
    monkeypatch.setenv("KG_DECISIONS", str(folder / "missing.csv"))
    assert "missing.csv: there is no such file of decisions" in fault(capsys, "build", str(folder / "a.txt"))
