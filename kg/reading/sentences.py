"""Where sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CLOSERS = "”’」』）)》】〕\"'"
_END = re.compile(
    rf"(?:[。！？!?]+|…{{1,2}}|(?<=[\u4e00-\u9fff）)”])\.(?=\s))[{re.escape(_CLOSERS)}]*(?:[\U0001f000-\U0001ffff\u2600-\u27bf]+)?"
)
_SOFT = "，、；：,;:）)》」』”"
_BRACKETS = {"（": "）", "(": ")", "《": "》", "〔": "〕"}
_REACH = 200
"""Characters within which a bracket must close to hold a sentence together."""
LONGEST = 1000
"""Characters after which a sentence is cut in any case, behind a comma where there is one."""


def split(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of one paragraph, without white space at the ends.

    A sentence ends with 。 ！ ？ or …… and the quotes and brackets that close after it; a full stop only between a
    Chinese character and a space. Not at ； and not inside brackets or a title in 《》, nor before a word that goes on
    (“……”等, “？”的). Longer ones than `LONGEST` are cut.
    """
    start = 0
    held = list(_bracketed(text))
    held.reverse()
    for found in _END.finditer(text):
        while held and held[-1][1] <= found.start():
            held.pop()
        inside = bool(held) and held[-1][0] < found.start() and held[-1][1] >= found.end()
        if inside or (found.end() < len(text) and _runs_on(text, found)):
            continue
        yield from _pieces(text, start, found.end())
        start = found.end()
    yield from _pieces(text, start, len(text))


def _runs_on(text: str, found: re.Match[str]) -> bool:
    """Whether the sentence goes on behind the mark: “去哪儿？”的, ……等, Yahoo!3."""
    following = text[found.end()]
    if found.group().endswith("。"):
        return following in _SOFT
    return following in _SOFT + "的等" or (found.group()[0] in "!?" and following.isascii() and following.isalnum())


def _bracketed(text: str) -> Iterator[tuple[int, int]]:
    """Stretches inside brackets that close soon, outermost only, in order."""
    place = 0
    for found in re.finditer(r"[（(《〔]", text):
        if found.start() < place:
            continue
        close = text.find(_BRACKETS[found.group()], found.end(), found.end() + _REACH)
        if close >= 0:
            yield found.start(), close
            place = close


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        comma = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in "，；、, ")
        cut = comma + 1 if comma > 0 else start + LONGEST
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    first = start + len(part) - len(part.lstrip())
    if part.strip():
        yield first, first + len(part.strip())
