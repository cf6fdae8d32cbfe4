"""Title, source, date and dateline, from what stands on the page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.reading import dates
from kg.reading.lines import Line
from kg.reading.markers import marker
from kg.reading.paragraphs import STOP, Paragraph, is_final
from kg.reading.strands import Strand

_LABELLED = re.compile(r"(?:发布|发表|更新|刊发|播出|成文|发文)?(?:时间|日期)\s*[:：]\s*(.{6,20})")
_SOURCE = re.compile(r"(?:信息|文章|稿件)?来源\s*[:：|丨]\s*([^\s|｜:：）)】]{2,20})")
_PAPER = re.compile(
    r"(?:^|[\s|《])([\u4e00-\u9fff]{2,8}?(?:日报|晚报|时报|周报|商报|晨报|快报|导报|早报|副中心报))(?=$|[\s|》])"
)
_SITE = re.compile(r"(?:^|\s)([\u4e00-\u9fff]{2,10}(?:网|社|新闻|客户端|融媒体?|发布|在线|电视台|周刊|资讯))(?=\s|$)")
_CITED = re.compile(r"引用日期|访问日期|检索日期")
_DATELINE = re.compile(
    r"[【\[(（]?\s*(?P<agency>本报|本刊|本网|本社|本台|[\u4e00-\u9fff]{2,9}?(?:社|网|报|報|客户端|融媒))?"
    r"(?P<place>[\u4e00-\u9fff]{2,6}?)?\s?(?P<day>\d{1,2}月\d{1,2}日)?\s?(?:讯|訊|(?<=日)[电電])[】\])）]?(?=[\s（(\d]|$)"
    r"\s*(?P<who>[（(][^（）()]{0,8}(?:记者|通讯员|本报|记者|编辑)[^（）()]{0,40}[)）])?\s*"
)
_WHO = re.compile(r"[（(][^（）()]{0,6}(?:记者|通讯员)[^（）()]{1,40}[)）]\s*")
_RELEASE = re.compile(
    r"[（(]?(?:(?:中国|河北)?(?P<place>[\u4e00-\u9fff]{2,4})，(?P<day>\d{4}年\d{1,2}月\d{1,2}日)(?:[)）]|——)"
    r"|(?P<day2>\d{4}年\d{1,2}月\d{1,2}日)，(?P<place2>[\u4e00-\u9fff]{2,4})(?:讯)?——)"
)
_OFFICIAL = re.compile(r"^关于.{4,}|.{6,}(?:通知|公告|通报|公示|答复|意见|方案|办法|纪要|通告|声明)(?:\(.*\)|（.*）)?$")
_COLUMN = re.compile(
    r"^【[^】]*】(?:供?即时发布)?$|^\[[^\]]*\]$|^[◎☆★]|^[（(]?(?:\d{4}年)?第\s*\d+\s*期|^(?:证券|公司)代码|^证券简称|^编号|〔\d{4}〕"
    r"|^[（(——]|^\S{2,8}(?:\s*[|｜]\s*\S{2,8}){2,}$|^\S{2,6}(?:\s+[·]?\s*\S{2,6}){3,}$|^\S{2,6}(?:\s·\s\S{2,6}){1,}$"
    r"|^[A-Z]?\d{1,2}版?\s?[\u4e00-\u9fff·、]{2,6}(?:\s.{0,10})?$|第\d+版|^新闻稿|^特稿$|^[·]"
    r"|(?:专题|专刊|专栏|快讯|要情通报|特别报道|调研行|深度行)(?:[|｜].*)?$|内部资料|^(?:本期|编者按|核心提示|附件|项目编号|发文机关|播出|片名)"
    r"|(?:播出|时长|执业编号|签发)[:：]|月刊|\d{4}[-.年]\d{1,2}[-.月]\d{1,2}(?:日|\s|$)"
)
_ISSUER = re.compile(
    r"^[\u4e00-\u9fff（）() ]{4,30}(?:局|委员会|有限公司|办公室|人民政府|管委会|法院|厅|联盟|学会|协会|促进会)"
    r"(?:文件)?$|^[\u4e00-\u9fff]{3}$|^[■●□▍▌🔸📍]|^\d{4}\s"
)
_LABELS = re.compile(
    r"^\S{2,8}[:：]\s?\S+\s+\S{2,8}[:：]"
    r"|^\S{0,6}(?:单位|时间|地点|人员|类别|名称|简称|编号|代码|日期|方式)(?:名称)?[:：]"
)
"""股票简称：… 编号：…, 参与单位：…"""
_DATED = re.compile(r"(?<=\w)[（(]\d{4}年\d{1,2}月\d{1,2}日[)）]$")
_ISSUE = re.compile(r"^[（(]?(?:\d{4}年)?第\s*\d+\s*期")
"""What stands under the name of a bulletin."""
_ASIDE = re.compile(r"^(?:编者按|核心提示|内容提要|导读)")
_HEADLINE = 10
"""Characters that the headline of an article in a bulletin has at least."""
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
    """Who published the page: what stands behind 来源, else in its head or foot a newspaper, a site beside a date."""
    ends = _ends([line.text for line in lines if line.role in {"furniture", "byline"}])
    for pattern in (_SOURCE, _PAPER, _SITE):
        for text in ends:
            if pattern is _SITE and not dates.find(text):
                continue
            if (found := pattern.search(text)) and found.group(1) not in {"本站", "本网", "原创"}:
                return found.group(1)
    return ""


def date(lines: Sequence[Line], paragraphs: Sequence[Paragraph]) -> dt.date | None:
    """When the page was published: a labelled date, that of its head or foot, a signature's, or a release's."""
    furniture = _ends([line.text for line in lines if line.role in {"furniture", "byline"}])
    labelled = [found.group(1) for text in furniture if (found := _LABELLED.search(text))]
    signed = [p.text for p in paragraphs[-_FOOT:] if _can_be_date(p.text)]
    releases = [found.group() for p in paragraphs[:_HEAD] if (found := _RELEASE.match(p.text))]
    heads = [p.text for p in paragraphs[:_HEAD] if _can_be_date(p.text)]
    for text in (*labelled, *furniture, *releases, *signed, *heads):
        if found_date := dates.find(text):
            return found_date
    return None


def _can_be_date(text: str) -> bool:
    return len(text) < 60 and not STOP.search(text) and not _CITED.search(text)


def dateline(text: str) -> Dateline | None:
    """The dateline at the head of a paragraph, or None."""
    head = text[:90]
    found = _DATELINE.match(head)
    if found and (found["agency"] or found["day"] or found["who"]):
        return Dateline(found.end(), found["place"] or "", found["agency"] or "")
    if release := _RELEASE.match(head):
        return Dateline(0, release["place"] or release["place2"], date=dates.find(release.group()))
    if who := _WHO.match(head):
        return Dateline(who.end())
    return None


def title(paragraphs: Sequence[Paragraph]) -> int | None:
    """Which paragraph is the page's title; None when the page begins with running text.

    An official paper's subject line goes before the rest; a headline with a subtitle before one without; right above
    a reporter's line the last headline is the main one; else the first.
    """
    candidates, signed = _headlines(paragraphs)
    good = [place for place in candidates if _is_name(paragraphs[place].text)]
    proper = [place for place in good if not _ISSUER.search(paragraphs[place].text)] or good
    proper = _without_bulletin(paragraphs, proper)
    official = [place for place in proper if _OFFICIAL.search(paragraphs[place].text)]
    crowned = [p for p in proper if p + 1 < len(paragraphs) and paragraphs[p + 1].text.startswith("—")]
    return next(iter((*official, *crowned, *(proper[-1:] if signed else proper), *candidates)), None)


def _is_name(text: str) -> bool:
    """Whether a line can be a title: no column's name, no labels with their values, no salutation."""
    bare = _DATED.sub("", text)
    return bool(bare) and not _COLUMN.search(bare) and not _LABELS.match(text) and not text.endswith(("：", ":"))


def _without_bulletin(paragraphs: Sequence[Paragraph], places: list[int]) -> list[int]:
    """Without the name of a bulletin, which an issue number follows, where a headline comes below it."""
    rest = [place for place in places if place + 1 < len(paragraphs) and not _ISSUE.match(paragraphs[place + 1].text)]
    first = paragraphs[rest[0]].text if rest else ""
    return rest if len(first) >= _HEADLINE and not marker(first) and not is_final(first) else places


def _headlines(paragraphs: Sequence[Paragraph]) -> tuple[list[int], bool]:
    """The lines above the running text, and whether a reporter's line ends them."""
    found: list[int] = []
    for place, paragraph in enumerate(paragraphs[:_HEAD]):
        text = paragraph.text
        if paragraph.byline and found:
            return found, True
        if _ASIDE.match(text):
            continue
        if (
            marker(text) == "speaker"
            or len(text) > 70
            or text.endswith(("。", "；", ";"))
            or "。" in text
            or dateline(text)
        ):
            break
        if paragraph.kind == "text" and not dates.is_date(text):
            found.append(place)
    return found, False


def without_dateline(strand: Strand) -> Strand:
    """A paragraph without the dateline at its head."""
    found = dateline(strand.text)
    return strand.cut(found.length) if found else strand


def _ends(texts: Sequence[str]) -> Sequence[str]:
    return texts if len(texts) <= _HEAD + _FOOT else [*texts[:_HEAD], *texts[-_FOOT:]]
