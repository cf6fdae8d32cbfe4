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
_CREDIT = re.compile(r"[摄攝]\W*$|供图\W*$|[摄攝]\s*通讯员\s*\S+$")
_LINK = re.compile(r"^\W{0,3}\s*\S.{0,60}$")


@dataclass(frozen=True, slots=True)
class Patterns:
    """The compiled patterns, see the comments in furniture.yaml."""

    line: re.Pattern[str]
    strong: re.Pattern[str]
    weak: re.Pattern[str]
    role: re.Pattern[str]
    name: re.Pattern[str]
    link_list: re.Pattern[str]
    credit: re.Pattern[str]


def _any(patterns: list[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


@cache
def patterns() -> Patterns:
    """The patterns that the package ships."""
    data: dict[str, Any] = yaml.safe_load((files("kg.reading") / "furniture.yaml").read_text(encoding="utf-8"))
    strong, weak = data["tokens"]["strong"], data["tokens"]["weak"]
    return Patterns(
        line=re.compile(rf"^[\W_]{{0,3}}\s*(?:{_any(data['starts'])})|{_any(data['holds'])}"),
        strong=re.compile(_any(list(strong.values()))),
        weak=re.compile(_any(list(weak.values()))),
        role=re.compile(rf"{strong['reporter']}|{strong['role']}|(?:{strong['role']})[:：].*"),
        name=re.compile(data["tokens"]["name"]),
        link_list=re.compile(rf"^[\W_]{{0,3}}(?:{_any(data['link_lists'])})"),
        credit=re.compile(rf"(?:{_any(data['credits'])})\s*[)）]?$"),
    )


def mark(lines: list[Line]) -> list[Line]:
    """The same lines, each with its role: furniture, byline or caption where it is one; credits are cut off."""
    marked: list[Line] = []
    in_links = False
    for line in lines:
        text = line.text
        if in_links and not line.gap and len(text) <= LONGEST and _LINK.match(text) and text[-1] not in "。！？":
            marked.append(replace(line, role="furniture"))
            continue
        in_links = len(text) <= LONGEST and patterns().link_list.match(text) is not None
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
    known, after_role = False, False
    for token in _TOKEN.findall(text):
        if patterns().strong.fullmatch(token):
            known, after_role = True, after_role or patterns().role.fullmatch(token) is not None
        elif not (patterns().weak.fullmatch(token) or (after_role and patterns().name.fullmatch(token))):
            return False
    return known


def _without_credit(line: Line) -> Line:
    """The line without the names of photographers and editors at its end; a photo's credit makes it a caption."""
    strand, role = line.strand, line.role
    while found := patterns().credit.search(strand.text, max(0, len(strand) - _TAIL)):
        if re.search("[摄攝图]", found.group()):
            role = "caption"
        strand = strand.cut(0, found.start())
    return replace(line, strand=strand, role=role if strand.text else "furniture")
