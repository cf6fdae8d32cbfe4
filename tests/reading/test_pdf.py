"""PDF files: hard line breaks, page breaks, running heads and page numbers do not break a sentence."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from tests.reading.builders import faults, one, paragraphs, pdf_bytes

FIRST = """燕赵智能装备产业联盟通讯
2025年第3期

京冀机器人供需对接会在廊坊举行

　　本刊讯 5月20日，京冀机器人供需对接会在廊坊经济技术开发区举行，来自北京、
河北的62家企业参会。会上，睿步智能装备（廊坊）有限公司与北京天智航医疗科技股
份有限公司签订供货合同，由前者为后者提供手术机器人底座，首批订单800套，合同金
额2600万元。
　　睿步智能是北京航空航天大学机器人研究所孵化的企业，2022年由北京市昌平区迁
入廊坊经济技术开发区。公司负责人介绍，今年还将与燕山大学共建联合实
— 1 —"""
SECOND = """燕赵智能装备产业联盟通讯
验室，研究高精度减速器。
　　联盟秘书处表示，下半年将在保定、唐山再办两场对接会。截至目前，联盟成员单
位达到118家。
（责任编辑：何苗）
— 2 —"""
BODY = [
    "5月20日，京冀机器人供需对接会在廊坊经济技术开发区举行，来自北京、河北的62家企业参会。"
    "会上，睿步智能装备（廊坊）有限公司与北京天智航医疗科技股份有限公司签订供货合同，"
    "由前者为后者提供手术机器人底座，首批订单800套，合同金额2600万元。",
    "睿步智能是北京航空航天大学机器人研究所孵化的企业，2022年由北京市昌平区迁入廊坊经济技术开发区。"
    "公司负责人介绍，今年还将与燕山大学共建联合实验室，研究高精度减速器。",
    "联盟秘书处表示，下半年将在保定、唐山再办两场对接会。截至目前，联盟成员单位达到118家。",
]


def written(tmp_path: Path, *pages: str) -> Path:
    path = tmp_path / "bulletin.pdf"
    path.write_bytes(pdf_bytes(*pages))
    return path


def test_text_runs_on_through_lines_and_pages(tmp_path: Path) -> None:
    article = one(written(tmp_path, FIRST, SECOND))
    assert paragraphs(article)[3:] == BODY
    assert article.title == "京冀机器人供需对接会在廊坊举行"


def test_running_heads_and_page_numbers_are_no_part_of_it(tmp_path: Path) -> None:
    article = one(written(tmp_path, FIRST, SECOND))
    assert article.text.count("燕赵智能装备产业联盟通讯") == 1
    assert "— 1 —" not in article.text
    assert "— 2 —" not in article.text
    assert "何苗" not in article.text


def test_offsets_refer_to_the_text_of_all_pages(tmp_path: Path) -> None:
    article = one(written(tmp_path, FIRST, SECOND))
    assert "— 1 —" in article.raw
    start = article.text.index("联合实验室")
    quote = article.quote(start, start + 5)
    assert quote.startswith("联合实\n")
    assert quote.endswith("\n验室")


def test_one_page_without_numbers(tmp_path: Path) -> None:
    article = one(written(tmp_path, "冀芯传感落户经开区\n3月5日，冀芯传感落户天津经开区。"))
    assert paragraphs(article) == ["冀芯传感落户经开区", "3月5日，冀芯传感落户天津经开区。"]


def test_a_figure_alone_at_the_edge_is_kept_with_its_words(tmp_path: Path) -> None:
    article = one(
        written(tmp_path, "冀芯传感去年的营业收入\n达到3.2亿元，今年的目标是\n5亿元。\n12", "2025年还要再翻一番。")
    )
    assert "5亿元。" in article.text
    assert "2025年还要再翻一番。" in article.text


def test_a_file_without_a_text_layer(tmp_path: Path) -> None:
    [fault] = faults(written(tmp_path, "", " "))
    assert "没有文字层" in fault.message
    assert "OCR" in fault.message


@pytest.mark.parametrize(("password", "readable"), [("", True), ("geheim", False)])
def test_an_encrypted_file(tmp_path: Path, password: str, readable: bool) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_bytes(FIRST, SECOND)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    path = tmp_path / "locked.pdf"
    writer.write(path)
    if readable:
        assert paragraphs(one(path))[3:] == BODY
    else:
        [fault] = faults(path)
        assert "密码" in fault.message


@pytest.mark.parametrize("keep", [9, 200, 1500])
def test_a_damaged_file(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "cut.pdf"
    path.write_bytes(pdf_bytes(FIRST, SECOND)[:keep])
    [fault] = faults(path)
    assert "已损坏" in fault.message or "没有文字层" in fault.message


def test_a_book_is_refused_before_its_last_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.reading.pdf.MAX_CHARS", 100)
    [fault] = faults(written(tmp_path, FIRST, SECOND))
    assert "20 万字" in fault.message
