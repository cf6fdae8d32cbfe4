"""Spaces inside a paragraph: runs become one, and those that split a word of running text go."""

from __future__ import annotations

import re

from kg.reading.strands import Strand

_RUN = re.compile(r"(?<=\s)\s+")
_CLAUSE = re.compile(r"[^，。；：、！？“”‘’（）()《》【】,;:!?|]+")
_STRAY = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_LETTERS = re.compile(r"^[\u4e00-\u9fff](?:\s[\u4e00-\u9fff])+$")
"""A heading whose letters were spaced to fill the line: 情 况 通 报."""
_PROSE = 40
"""Characters from which a paragraph with a full stop is running text."""


def tidy(strand: Strand) -> Strand:
    """The paragraph with single spaces, and none between two Chinese characters of running text.

    A clause with two or more such spaces (共建 共享 共赢) is meant so and stays.
    """
    strand = strand.without(found.span() for found in _RUN.finditer(strand.text))
    text = strand.text
    if _LETTERS.match(text):
        return strand.without((place, place + 1) for place in range(1, len(text), 2))
    if len(text) < _PROSE or " " not in text or "。" not in text:
        return strand
    stray = []
    for clause in _CLAUSE.finditer(text):
        spaces = [found.span() for found in _STRAY.finditer(text, clause.start(), clause.end())]
        if len(spaces) == 1:
            stray += spaces
    return strand.without(stray)
