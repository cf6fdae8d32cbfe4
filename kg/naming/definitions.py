"""Short and other names that an article defines: X（以下简称Y）, X，简称“Y”, X（Y）, and the core of a legal name.

Works on the text alone, before any name is known: a definition gives the span of the new form and the
place where the name that it stands for ends. Pairing them with mentions is grouping's work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

CUE = (
    r"(?:以下|下文|下|曾|外界|业内|当地|圈里)?(?:统|俗|别|又|也|亦|并|合|全|都|叫)?"
    r"(?:简称|称|又名|原名|更名为|曾用名|英文简称|英文名|英文缩写|即|喊)(?:为|作|是)?"
)
QUOTED = r"[“\"「『]([^”\"」』]{1,24})[”\"」』]"
PAREN = re.compile(r"\(([^()（）]{1,40})\)|（([^()（）]{1,40})）")
PAREN_CUE = re.compile(rf"(?:^|[，,、；;])\s*{CUE}\s*[:：]?\s*")
INLINE = re.compile(
    rf"[，,](?:以下|下文|下)?(?:简称|又称|也称|亦称|俗称|又名|曾用名|即){QUOTED}"
    r"|[，,](?:以下)?简称([一-鿿A-Za-z0-9]{2,8})(?=[，。,；;])"
)
PART = re.compile(r"[一-鿿A-Za-z0-9·&.\- ]+?(?=[或、/和及,，；;]|\Z|[)）])")
NOT_A_NAME = re.compile(
    r"^(?:本|我)?(?:公司|企业|甲方|乙方|丙方|标的公司|项目|目标公司|上市公司|集团|采购人|中标人|招标人|发行人|出租方|承租方"
    r"|交易对方|局|市|司|们|平台|园|院|新区)$|^本次"
)


@dataclass(frozen=True, slots=True)
class Definition:
    """`text[start:end]` is a further form of the name that ends at `anchor`."""

    start: int
    end: int
    anchor: int
    role_word: bool = False
    """The form is a common word (公司, 甲方) that stands for the name in this article only."""


def find_definitions(text: str) -> list[Definition]:
    """All explicit definitions of a text, in order."""
    found = [*_in_parentheses(text), *_inline(text)]
    return sorted(set(found), key=lambda d: (d.start, d.end))


def _in_parentheses(text: str) -> Iterator[Definition]:
    for match in PAREN.finditer(text):
        group = 1 if match[1] else 2
        first = match.start(group)
        cue = PAREN_CUE.search(match[group])
        if cue:
            yield from _forms(text, first + cue.end(), match.end(group), match.start())


def _forms(text: str, start: int, end: int, anchor: int) -> Iterator[Definition]:
    """The forms in a stretch such as “甲”或“乙”: the quoted ones, else what stands between 或 and 、."""
    quoted = [match.span(1) for match in re.compile(QUOTED).finditer(text, start, end)]
    plain = [match.span() for match in PART.finditer(text, start, end)]
    for first, last in quoted or plain:
        yield Definition(first, last, anchor, bool(NOT_A_NAME.match(text[first:last])))


def _inline(text: str) -> Iterator[Definition]:
    for match in INLINE.finditer(text):
        group = 1 if match[1] else 2
        form = match[group]
        yield Definition(match.start(group), match.end(group), match.start(), bool(NOT_A_NAME.match(form)))
