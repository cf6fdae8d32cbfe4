"""Word documents."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import docx
import pytest

from tests.reading.builders import docx_bomb, docx_file, faults, one, paragraphs

NOTICE = (
    "关于公布2025年度京津冀中试基地名单的通知",
    "各有关单位：",
    "经评审，现将2025年度京津冀中试基地名单予以公布。",
    (
        ("序号", "基地名称", "建设单位"),
        ("1", "合成生物中试基地", "天津港保税区管委会"),
        ("2", "智能传感中试基地", "石家庄鹿泉经济开发区管委会"),
    ),
    "天津市科学技术局",
    "2025年9月1日",
)


def test_paragraphs_and_cells_come_in_their_order(tmp_path: Path) -> None:
    article = one(docx_file(tmp_path / "notice.docx", *NOTICE))
    assert article.title == NOTICE[0]
    assert article.date == dt.date(2025, 9, 1)
    assert article.file == "notice.docx"
    cells = [s for s in article.sentences if s.kind == "cell"]
    assert [article.text[c.start : c.end] for c in cells][3:6] == ["1", "合成生物中试基地", "天津港保税区管委会"]
    assert cells[3].paragraph == cells[5].paragraph != cells[6].paragraph
    assert paragraphs(article)[-2:] == ["天津市科学技术局", "2025年9月1日"]


def test_a_merged_cell_comes_once(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[1].cells, ("冀芯传感", "海淀区", "传感器"), strict=True):
        cell.text = text
    table.rows[0].cells[0].merge(table.rows[0].cells[2]).text = "2025年迁入企业一览"
    path = tmp_path / "merged.docx"
    document.save(str(path))
    assert one(path).text.count("2025年迁入企业一览") == 1


def test_runs_and_links_do_not_break_a_sentence(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("冀芯传感由")
    paragraph.add_run("清华大学").bold = True
    paragraph.add_run("孵化，去年落户天津经开区。")
    path = tmp_path / "runs.docx"
    document.save(str(path))
    assert one(path).text == "冀芯传感由清华大学孵化，去年落户天津经开区。"


def test_a_document_that_unpacks_to_300_mb_is_refused_unread(tmp_path: Path) -> None:
    path = docx_bomb(tmp_path / "bomb.docx", 300_000_000)
    assert path.stat().st_size < 1_000_000
    [fault] = faults(path)
    assert "300 MB" in fault.message


def test_a_document_without_text(tmp_path: Path) -> None:
    [fault] = faults(docx_file(tmp_path / "empty.docx", "", "  "))
    assert "没有文字" in fault.message


@pytest.mark.parametrize("keep", [30, 500, 5000])
def test_a_damaged_document(tmp_path: Path, keep: int) -> None:
    path = docx_file(tmp_path / "cut.docx", *NOTICE)
    path.write_bytes(path.read_bytes()[:keep])
    [fault] = faults(path)
    assert "不是 Word 文档" in fault.message


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml"])
def test_a_document_with_a_wrong_part(tmp_path: Path, part: str) -> None:
    path = docx_file(tmp_path / "wrong.docx", *NOTICE)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, b"<broken" if name == part else data)
    [fault] = faults(path)
    assert "不是 Word 文档" in fault.message


def test_another_archive_or_text_is_no_document(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("a.txt", "天津大学")
    (tmp_path / "b.docx").write_text("天津大学与南开大学签约。", encoding="utf-8")
    assert [fault.file for fault in faults(tmp_path)] == [str(tmp_path / "a.docx"), str(tmp_path / "b.docx")]
