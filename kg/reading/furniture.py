"""What belongs to the page and not to the article: recognised by the patterns of furniture.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kg.reading.lines import Line, Role

LONGEST = 200
"""Characters of a line that can be furniture as a whole."""
_TAIL = 100
"""Characters at the end of a line in which a credit is looked for."""
_TOKEN = re.compile(r"[^\s|丨｜/／•\[\]【】()（）{}>›»□■◎○●▲▼]+")
_BYLINE = re.compile(r"记者|記者|通讯员|通訊員|撰稿|评论员|采写|采访")
_CREDIT = re.compile(r"[摄攝]\W*$|(?:供图|提供图片)\W*$|[摄攝]\s*通讯员\s*\S+$")
_QUESTION = re.compile(r"^\W{0,3}(?:记者|主持人|编辑)\s?[:：].{4,}[。？?！!]$")
"""A line of an interview, which begins like a byline."""
_COUNT = re.compile(r"(?:(?<=\s)|^)(阅读|点赞|赞|在看|评论|留言|收藏|转发|分享|浏览|点击)\s+(?=\d)")
"""The space between a counter's name and its number."""
_LINK = re.compile(r"^\W{0,3}\s*\S.{0,60}$")


@dataclass(frozen=True, slots=True)
class Patterns:
    """The compiled patterns, see the comments in furniture.yaml."""

    line: re.Pattern[str]
    strong: re.Pattern[str]
    weak: re.Pattern[str]
    role: re.Pattern[str]
    name: re.Pattern[str]
    stamp: re.Pattern[str]
    rest: re.Pattern[str]
    link_list: re.Pattern[str]
    comments: re.Pattern[str]
    credit: re.Pattern[str]


def _any(patterns: list[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


@cache
def patterns() -> Patterns:
    """The patterns that the package ships."""
    data: dict[str, Any] = yaml.safe_load((files("kg.reading") / "furniture.yaml").read_text(encoding="utf-8"))
    strong, weak = data["tokens"]["strong"], data["tokens"]["weak"]
    labelled_role = rf"(?:{strong['role']}|{strong['reporter']})[:：]\S{{0,16}}"
    return Patterns(
        line=re.compile(rf"^[\W_]{{0,3}}\s*(?:{_any(data['starts'])})|{_any(data['holds'])}"),
        strong=re.compile(_any([*strong.values(), labelled_role])),
        weak=re.compile(_any(list(weak.values()))),
        role=re.compile(_any([strong["reporter"], strong["role"], labelled_role])),
        name=re.compile(data["tokens"]["name"]),
        stamp=re.compile(weak["date"]),
        rest=re.compile(data["rest"]),
        comments=re.compile(rf"^[\W_]{{0,3}}(?:{_any(data['comments'])})"),
        link_list=re.compile(rf"^[\W_]{{0,3}}(?:{_any(data['link_lists'])})"),
        credit=re.compile(rf"(?:{_any(data['credits'])})\s*[)）]?$"),
    )


def mark(lines: list[Line]) -> list[Line]:
    """The same lines, each with its role: furniture, byline or caption where it is one; credits are cut off."""
    marked: list[Line] = []
    in_links = False
    for place, line in enumerate(lines):
        text = line.text
        if place > len(lines) / 3 and len(text) <= LONGEST and patterns().comments.match(text):
            return [*marked, *(replace(rest, role="furniture") for rest in lines[place:])]
        if in_links and not line.gap and len(text) <= LONGEST and _LINK.match(text) and text[-1] not in "。！？":
            marked.append(replace(line, role="furniture"))
            continue
        in_links = len(text) <= LONGEST and "。" not in text and patterns().link_list.match(text) is not None
        marked.append(replace(line, role="furniture") if in_links else _role(line))
    return marked


def _role(line: Line) -> Line:
    if len(line.text) <= LONGEST and is_furniture(line.text):
        return replace(line, role=_furniture_role(line.text))
    return _without_credit(line)


def _furniture_role(text: str) -> Role:
    if _CREDIT.search(text):
        return "credit"
    return "byline" if _BYLINE.search(text) else "furniture"


def is_furniture(text: str) -> bool:
    """Whether a line is furniture from end to end."""
    return patterns().line.search(text) is not None or _all_tokens_known(text)


def _all_tokens_known(text: str) -> bool:
    """Whether each token is known, and one strong; a stamp (date and time, 原创) may have up to two names beside it."""
    tokens = _TOKEN.findall(_COUNT.sub(r"\1", text))
    if _QUESTION.match(text) or (len(tokens) == 1 and text.endswith(("。", "！", "？"))):
        return False
    known, after_role, stamps, unknown = False, False, 0, 0
    for token in tokens:
        stamps += patterns().stamp.fullmatch(token) is not None or token == "原创"
        if patterns().strong.fullmatch(token):
            known, after_role = True, after_role or patterns().role.fullmatch(token) is not None
        elif known and patterns().rest.fullmatch(token):
            return True
        elif not (patterns().weak.fullmatch(token) or (after_role and patterns().name.fullmatch(token))):
            unknown += 1 if patterns().name.fullmatch(token) else len(tokens)
    return known if unknown == 0 else stamps > 1 and unknown <= 2


def _without_credit(line: Line) -> Line:
    """The line without the names of photographers and editors at its end; a photo's credit makes it a caption."""
    strand, role = line.strand, line.role
    while found := patterns().credit.search(strand.text, max(0, len(strand) - _TAIL)):
        if re.search("[摄攝图]", found.group()):
            role = "caption"
        strand = strand.cut(0, found.start())
    return replace(line, strand=strand, role=role if strand.text else "furniture")
