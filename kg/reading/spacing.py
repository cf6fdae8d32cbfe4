"""Spaces inside a paragraph: runs become one, and those that split a word of running text go."""

from __future__ import annotations

import re

from kg.reading.strands import Strand

_RUN = re.compile(r"(?<=\s)\s+")
_CLAUSE = re.compile(r"[^，。；：、！？“”‘’（）()《》【】,;:!?|]+")
_STRAY = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_PROSE = 40
"""Characters from which a paragraph with a full stop is running text."""


def tidy(strand: Strand) -> Strand:
    """The paragraph with single spaces, and none between two Chinese characters of running text.

    A clause with two or more such spaces (共建 共享 共赢) is meant so and stays.
    """
    strand = strand.without(found.span() for found in _RUN.finditer(strand.text))
    text = strand.text
    if len(text) < _PROSE or " " not in text or "。" not in text:
        return strand
    stray = []
    for clause in _CLAUSE.finditer(text):
        spaces = [found.span() for found in _STRAY.finditer(text, clause.start(), clause.end())]
        if len(spaces) == 1:
            stray += spaces
    return strand.without(stray)
