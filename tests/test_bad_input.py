"""Bad input on the command line: a line names each file and the way out, the rest is processed, exit code 1."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest

from tests.reading.builders import docx_bomb, docx_file, pdf_bytes
from tests.test_cli import run

GOOD = "3月5日，华海清科股份有限公司落户天津经济技术开发区。"


def locked(path: Path) -> None:
    """A PDF file with a password."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_bytes(GOOD)))
    writer.encrypt(user_password="geheim", algorithm="RC4-128")
    writer.write(path)


def sparse(path: Path) -> None:
    """100 MB that take no place on the disk."""
    with path.open("wb") as file:
        file.truncate(100_000_000)


def text(content: str | bytes) -> Callable[[Path], object]:
    """Writes a file with this content."""
    data = content.encode() if isinstance(content, str) else content
    return lambda path: path.write_bytes(data)


BAD: tuple[tuple[str, Callable[[Path], object], str], ...] = (
    ("binary.txt", text(bytes(range(256)) * 50), "UTF-8"),
    ("bomb.docx", lambda path: docx_bomb(path, 300_000_000), "300 MB"),
    ("broken.txt", lambda path: path.symlink_to("nowhere.txt"), "不存在"),
    ("damaged.docx", text(b"PK\x03\x04 nothing"), "不是 Word 文档"),
    ("damaged.pdf", text(b"%PDF-1.4 nothing"), "已损坏"),
    ("empty.html", text(""), "是空的"),
    ("empty.txt", text(""), "是空的"),
    ("large.txt", sparse, "KG_MAX_FILE_BYTES"),
    ("line.txt", text("天津大学与南开大学签约。" * 83_334), "请按文章拆开"),
    ("locked.pdf", locked, "密码"),
    ("noise.txt", text(bytes(range(1, 32)) * 40 + "天津".encode()), "UTF-8"),
    ("pictures.docx", lambda path: docx_file(path, " "), "没有文字"),
    ("pipe.txt", lambda path: os.mkfifo(path), "不是普通文件"),
    ("russian.txt", text("Привет, мир. Это русский текст.".encode("koi8-r")), "UTF-8"),
    ("scan.pdf", text(pdf_bytes("")), "OCR"),
    (
        "script.html",
        text("<html><body><div id='a'></div><script>var t = '天津大学。';</script></body></html>"),
        "浏览器",
    ),
)
"""Name, how it is made, and what its line says among other things."""


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """A folder with all bad files, and a good one before and behind them."""
    folder = tmp_path / "batch"
    folder.mkdir()
    for name in ("a.txt", "zz.txt"):
        (folder / name).write_text(GOOD, encoding="utf-8")
    for name, make, _ in BAD:
        make(folder / name)
    return folder


def check_lines(shown: str, folder: Path) -> None:
    """One line for each bad file: its path, a reason and a way out in Chinese, the same in English."""
    lines = [line for line in shown.splitlines() if str(folder) in line]
    assert len(lines) == len(BAD)
    for line, (name, _, reason) in zip(lines, BAD, strict=True):
        place, _, message = line.partition(": ")
        assert place == str(folder / name)
        assert reason in message
        assert re.fullmatch(r"[^()]*[\u4e00-\u9fff][^()]*(?:（\.docx）[^()]*)?\([a-z][^()]*\)", message), message
    assert "Traceback" not in shown


def test_extract_names_each_bad_file_and_reads_the_rest(batch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("extract", str(batch)) == 1
    shown = capsys.readouterr()
    check_lines(shown.err, batch)
    assert [json.loads(line)["file"] for line in shown.out.splitlines()] == ["a.txt", "zz.txt"]


def test_build_names_each_bad_file_and_loads_the_rest(
    batch: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = str(tmp_path / "test.kgl")
    assert run("build", str(batch), "--store", store) == 1
    shown = capsys.readouterr()
    check_lines(shown.err, batch)
    assert "新增或更新 2 篇" in shown.err
    assert (
        run("query", "MATCH (a:Article) RETURN a.file AS file ORDER BY file", "--format", "json", "--store", store) == 0
    )
    assert [row["file"] for row in json.loads(capsys.readouterr().out)] == ["a.txt", "zz.txt"]


@pytest.mark.parametrize("command", ["extract", "build"])
def test_bad_lines_are_named_by_number(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "lines.jsonl"
    good = json.dumps({"text": GOOD}, ensure_ascii=False)
    path.write_text(f'{good}\n{{"text": \n\n["天津"]\n{good}\n{{"title": "天津"}}\n', encoding="utf-8")
    store = () if command == "extract" else ("--store", str(tmp_path / "test.kgl"))
    assert run(command, str(path), *store) == 1
    shown = capsys.readouterr()
    numbers = [re.search(r"第 (\d+) 行 \(line (\d+)\)", line) for line in shown.err.splitlines() if str(path) in line]
    assert [(found[1], found[2]) for found in numbers if found] == [("2", "2"), ("4", "4"), ("6", "6")]
    assert command == "build" or len(shown.out.splitlines()) == 2
    assert command == "extract" or "新增或更新 2 篇" in shown.err


@pytest.mark.parametrize("command", ["extract", "build"])
def test_a_folder_without_articles(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    store = () if command == "extract" else ("--store", str(tmp_path / "test.kgl"))
    assert run(command, str(folder), *store) == 1
    shown = capsys.readouterr()
    assert f"{folder}: 没有可读的文章" in shown.err
    assert shown.out == ""


@pytest.mark.parametrize("command", ["extract", "build"])
def test_an_article_in_which_nothing_is_found(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "poem.txt"
    path.write_text("床前明月光，疑是地上霜。\n", encoding="utf-8")
    store = () if command == "extract" else ("--store", str(tmp_path / "test.kgl"))
    assert run(command, str(path), *store) == 0
    shown = capsys.readouterr()
    if command == "extract":
        record = json.loads(shown.out)
        assert record["entities"] == record["relations"] == record["measures"] == []
    else:
        assert "新增或更新 1 篇" in shown.err


@pytest.mark.parametrize("command", ["extract", "build"])
def test_control_characters_and_marks_that_mean_something_elsewhere(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "[b]:cat:'\".txt"
    path.write_text(
        '华海清科\x00股份有限公司\x1b[31m与清华大学\x07签署合作协议，共建‘集成电路’实验室\\n{"a": $b}\'; DROP。\n',
        encoding="utf-8",
    )
    store = () if command == "extract" else ("--store", str(tmp_path / "test.kgl"))
    assert run(command, str(path), *store) == 0
    shown = capsys.readouterr()
    assert "\x1b" not in shown.out
    if command == "extract":
        record = json.loads(shown.out)
        assert "清华大学" in {entity["name"] for entity in record["entities"]}


def test_the_name_of_a_file_is_shown_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "[red]:cat: 天津.txt"
    path.write_bytes(b"")
    assert run("extract", str(path)) == 1
    assert str(path) in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ("extract",),
        ("extract", "--nothing", "a.txt"),
        ("extract", "a.txt", "--format", "xml"),
        ("extract", "a.txt", "--processes", "0"),
        ("build",),
        ("build", "a.txt", "--processes", "many"),
        ("build", "--store"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    assert "Traceback" not in capsys.readouterr().err
