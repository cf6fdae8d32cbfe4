"""Half-width punctuation in Chinese text read as what it stands for; the length stays."""

from __future__ import annotations

import re

_MARKS = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）", "|": "｜"}
_MARK = re.compile(r"(?<!\d)[,:]|[,:](?!\d)|[;!?()|]")


def wide(text: str) -> str:
    """The text with Chinese punctuation throughout; 3,000 and 10:30 keep theirs."""
    return _MARK.sub(lambda m: _MARKS[m[0]], text)
