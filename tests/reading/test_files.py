"""Files, folders and standard input; what cannot be opened is a fault that names it and the way out."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from kg import reading
from kg.records import Article
from kg.settings import Settings
from tests.reading.builders import SETTINGS, docx_file, faults, pdf_bytes

TEXT = "天津大学与南开大学签约。"


def names(*paths: Path | str) -> list[str]:
    """The files of the articles that are read."""
    found = list(reading.read_paths(paths, SETTINGS))
    assert all(isinstance(item, Article) for item in found), found
    return [item.file for item in found if isinstance(item, Article)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.TXT", "deep/er/c.md", ".hidden.txt", ".git/d.txt", "e.csv", "f.HTM"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"<p>{TEXT}</p>" if name.endswith("HTM") else TEXT, encoding="utf-8")
    docx_file(tmp_path / "g.docx", TEXT)
    (tmp_path / "h.pdf").write_bytes(pdf_bytes(TEXT))
    (tmp_path / "i.jsonl").write_text(f'{{"text": "{TEXT}"}}', encoding="utf-8")
    return tmp_path


def test_a_folder_is_walked_in_order_and_hidden_files_left_alone(folder: Path) -> None:
    assert names(folder) == ["a.TXT", "b.txt", "f.HTM", "g.docx", "h.pdf", "i.jsonl", "deep/er/c.md"]
    assert reading.count_files([folder]) == 7


def test_every_kind_of_file_gives_the_same_text(folder: Path) -> None:
    texts = {item.text for item in reading.read_paths([folder], SETTINGS) if isinstance(item, Article)}
    assert texts == {TEXT}


def test_files_of_one_name_in_two_folders_have_two_ids(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(TEXT, encoding="utf-8")
    found = list(reading.read_paths([tmp_path / "one", tmp_path / "two"], SETTINGS))
    assert [item.id for item in found if isinstance(item, Article)] == ["a.txt", "two/a.txt"]


def test_the_same_text_has_the_same_digest_and_another_text_another() -> None:
    one, same, other = (reading.from_text(text) for text in (TEXT, TEXT, TEXT + "\n"))
    assert one.sha256 == same.sha256 != other.sha256


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_standard_input(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode(encoding))))
    [article] = reading.read_paths(["-"], SETTINGS)
    assert isinstance(article, Article)
    assert (article.id, article.file, article.text) == ("stdin", "stdin", TEXT)


def test_empty_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    [fault] = reading.read_paths(["-"], SETTINGS)
    assert str(fault).startswith("-: 是空的")


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", "\ufeff".encode(), "\u3000\n".encode()])
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_an_empty_file(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    [fault] = faults(tmp_path / name)
    assert "是空的" in fault.message


def test_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "broken.txt").symlink_to("nowhere.txt")
    for path in (tmp_path / "missing.txt", tmp_path / "broken.txt"):
        [fault] = faults(path)
        assert fault.file == str(path)
        assert "不存在" in fault.message
    assert [fault.file for fault in faults(tmp_path)] == [str(tmp_path / "broken.txt")]
    assert reading.count_files([tmp_path / "missing.txt"]) == 1


@pytest.mark.parametrize("name", ["loop.txt", "x" * 300 + ".txt", "a\0b.txt"])
def test_a_path_that_the_system_refuses(tmp_path: Path, name: str) -> None:
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    [fault] = faults(tmp_path / name)
    assert "检查路径" in fault.message


def test_a_file_that_vanishes_while_the_others_are_read(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    found = []
    for item in reading.read_paths([tmp_path], SETTINGS):
        found.append(item)
        (tmp_path / "b.txt").unlink(missing_ok=True)
    one, gone, two = found
    assert isinstance(one, Article)
    assert isinstance(two, Article)
    assert isinstance(gone, reading.Fault)
    assert "不存在" in gone.message


@pytest.fixture
def nobody() -> object:
    """Another user than the one who may read everything."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield
    os.seteuid(user)


def test_a_file_and_a_folder_that_may_not_be_read(tmp_path_factory: pytest.TempPathFactory, nobody: object) -> None:
    user = os.geteuid()
    os.seteuid(os.getuid())
    folder = tmp_path_factory.mktemp("closed")
    for parent in (folder, *(p for p in folder.parents if p.name.startswith(("pytest-", "popen-")))):
        parent.chmod(0o755)
    (folder / "inside").mkdir()
    for path in (folder / "a.txt", folder / "b.txt", folder / "inside" / "c.txt"):
        path.write_text(TEXT, encoding="utf-8")
    (folder / "a.txt").chmod(0)
    (folder / "inside").chmod(0)
    os.seteuid(user)
    found = list(reading.read_paths([folder, folder / "inside" / "c.txt"], SETTINGS))
    closed = [item.file for item in found if isinstance(item, reading.Fault) and "权限" in item.message]
    assert closed == [str(folder / "a.txt"), str(folder / "inside"), str(folder / "inside" / "c.txt")]
    assert [item.file for item in found if isinstance(item, Article)] == ["b.txt"]


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    [fault] = faults(tmp_path)
    assert "不是普通文件" in fault.message


def test_a_folder_without_articles(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TEXT, encoding="utf-8")
    [fault] = faults(tmp_path)
    assert fault.file == str(tmp_path)
    assert ".docx" in fault.message


@pytest.mark.parametrize("name", ["a.doc", "a.csv", "README"])
def test_a_form_that_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TEXT, encoding="utf-8")
    [fault] = faults(tmp_path / name)
    assert "不是能读的文件" in fault.message
    assert ".docx" in fault.message


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    [fault] = faults(path)
    assert "100 MB" in fault.message
    assert "KG_MAX_FILE_BYTES" in fault.message
    [smaller] = reading.read_paths([path], Settings(max_file_bytes=1_000_000))
    assert "超过 1 MB" in str(smaller)


@pytest.mark.parametrize("name", ["book.txt", "book.md", "book.html"])
def test_a_text_that_is_no_article_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("<p>" * name.endswith("html") + "天津大学与南开大学签约。" * 16_667, encoding="utf-8")
    [fault] = faults(path)
    assert "20 万字" in fault.message
