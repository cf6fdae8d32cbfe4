"""Title, source, date and dateline, from what stands on the page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.reading import dates
from kg.reading.lines import Line
from kg.reading.paragraphs import STOP, Paragraph
from kg.reading.strands import Strand

_LABELLED = re.compile(r"(?:发布|发表|更新|刊发|播出|成文|发文)?(?:时间|日期)\s*[:：]\s*(.{6,20})")
_SOURCE = re.compile(r"(?:信息|文章|稿件)?来源\s*[:：]\s*([^\s|｜:：]{2,20})")
_PAPER = re.compile(
    r"(?:^|[\s|《])([\u4e00-\u9fff]{2,8}?(?:日报|晚报|时报|周报|商报|晨报|快报|导报|早报|副中心报))(?=$|[\s|》])"
)
_DATELINE = re.compile(
    r"[【\[(（]?\s*(?P<agency>本报|本刊|本网|本社|本台|[\u4e00-\u9fff]{2,9}?(?:社|网|报|報|客户端|融媒))?"
    r"(?P<place>[\u4e00-\u9fff]{2,6}?)?\s?(?P<day>\d{1,2}月\d{1,2}日)?\s?(?:讯|訊|(?<=日)[电電])[】\])）]?(?=[\s（(\d]|$)"
    r"\s*(?P<who>[（(][^（）()]{0,8}(?:记者|通讯员|本报|记者|编辑)[^（）()]{0,40}[)）])?\s*"
)
_WHO = re.compile(r"[（(][^（）()]{0,6}(?:记者|通讯员)[^（）()]{1,40}[)）]\s*")
_RELEASE = re.compile(r"[（(]?(?:中国|河北)?([\u4e00-\u9fff]{2,4})，(\d{4}年\d{1,2}月\d{1,2}日)[)）—]")
_OFFICIAL = re.compile(r"^关于.{4,}|.{6,}(?:通知|公告|通报|公示|答复|意见|方案|办法|纪要|通告|声明)(?:\(.*\)|（.*）)?$")
_COLUMN = re.compile(
    r"^【[^】]*】$|^\[[^\]]*\]$|^[◎☆★]|第\s*\d+\s*期|^证券代码|^公司代码|^索引号|^.{0,4}简报$|^编号|〔\d{4}〕|^\d+\s*$|^[（(]"
    r"|(?:专题|专刊|专栏|特稿|快讯|特别报道|调研行|调研报告|深度行)(?:[|｜].*)?$|^(?:本期|编者按|核心提示|附件|内部资料|项目编号)"
)
_ISSUER = re.compile(
    r"^[\u4e00-\u9fff（）()]{4,30}(?:局|委员会|公司|办公室|政府|管委会|法院|厅|联盟|中心|学会|协会|促进会)$"
)
_HEAD = 8
"""Lines or paragraphs at the head of a page that are looked at."""
_FOOT = 6
"""Lines or paragraphs at its foot that are looked at."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """The head of a dispatch: 新华社石家庄5月3日电（记者 …）."""

    length: int
    """Characters that it takes of the paragraph, 0 when it is part of the sentence."""
    place: str = ""
    agency: str = ""
    date: dt.date | None = None
    """Only where it names the year."""


def source(lines: Sequence[Line]) -> str:
    """Who published the page: what stands behind 来源, or the newspaper's name in its head or foot."""
    ends = _ends([line.text for line in lines])
    for pattern in (_SOURCE, _PAPER):
        for text in ends:
            if (len(text) < 200) and (found := pattern.search(text)):
                return found.group(1)
    return ""


def date(lines: Sequence[Line], paragraphs: Sequence[Paragraph]) -> dt.date | None:
    """When the page was published: a labelled date, that of its head or foot, a signature's, or a release's."""
    furniture = _ends([line.text for line in lines if line.role == "furniture"])
    labelled = [found.group(1) for text in furniture if (found := _LABELLED.search(text))]
    signed = [p.text for p in paragraphs[-_FOOT:] if dates.is_date(p.text)]
    releases = [found.group(2) for p in paragraphs[:_HEAD] if (found := _RELEASE.match(p.text))]
    heads = [p.text for p in paragraphs[:_HEAD] if not STOP.search(p.text) and len(p.text) < 60]
    for text in (*labelled, *furniture, *signed, *releases, *heads):
        if found_date := dates.find(text):
            return found_date
    return None


def dateline(text: str) -> Dateline | None:
    """The dateline at the head of a paragraph, or None."""
    head = text[:90]
    found = _DATELINE.match(head)
    if found and (found["agency"] or found["day"] or found["who"]):
        return Dateline(found.end(), found["place"] or "", found["agency"] or "")
    if release := _RELEASE.match(head):
        return Dateline(0, release.group(1), date=dates.find(release.group(2)))
    if who := _WHO.match(head):
        return Dateline(who.end())
    return None


def title(paragraphs: Sequence[Paragraph]) -> int | None:
    """Which paragraph is the page's title; None when the page begins with running text."""
    candidates: list[int] = []
    for place, paragraph in enumerate(paragraphs[:_HEAD]):
        if paragraph.byline and candidates:
            break
        if len(paragraph.text) > 70 or (STOP.search(paragraph.text[:-1]) and paragraph.text.endswith("。")):
            break
        if paragraph.kind == "text":
            candidates.append(place)
    good = [c for c in candidates if not _COLUMN.search(paragraphs[c].text) and not dates.is_date(paragraphs[c].text)]
    official = [c for c in good if _OFFICIAL.search(paragraphs[c].text)]
    proper = [c for c in good if not _ISSUER.search(paragraphs[c].text) and not paragraphs[c].text.startswith("—")]
    return next(iter((*official, *proper, *good, *candidates)), None)


def without_dateline(strand: Strand) -> Strand:
    """A paragraph without the dateline at its head."""
    found = dateline(strand.text)
    return strand.cut(found.length) if found else strand


def _ends(texts: Sequence[str]) -> Sequence[str]:
    return texts if len(texts) <= _HEAD + _FOOT else [*texts[:_HEAD], *texts[-_FOOT:]]
