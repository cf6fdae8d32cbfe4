"""What the tagger sees of each character: itself, its neighbours, and the clues around it.

Character n-grams and classes follow the usual features of Chinese CRF segmenters; the clues are where
a name's ending or a lead word stands (features.yaml), what the gazetteer finds, and which short
forms the article defines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import ahocorasick
import yaml

from kg.naming.candidates import Candidate

NUMERALS = frozenset("一二三四五六七八九十百千万亿两几")
MARKS = frozenset("，。、；：“”（）()《》·—-+ ")
STOPS = frozenset("，。；：！？")
PAD = 3
FAR = 4


@cache
def _clues() -> tuple[ahocorasick.Automaton, ahocorasick.Automaton]:
    data = yaml.safe_load((files("kg.naming") / "features.yaml").read_text(encoding="utf-8"))
    return _automaton(data["endings"]), _automaton(data["leads"])


def _automaton(words: Sequence[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(word, word)
    automaton.make_automaton()
    return automaton


def _class(char: str) -> str:
    if char.isdigit():
        return "0"
    if char.isascii() and char.isalpha():
        return "A" if char.isupper() else "a"
    if "一" <= char <= "鿿":
        return char if char in NUMERALS else "H"
    return char if char in MARKS else "P"


def features(text: str) -> list[list[str]]:
    """One list of features for each character of `text`."""
    rows = _windows(text)
    _add_words(text, rows)
    return rows


def _windows(text: str) -> list[list[str]]:
    padded = "\x02" * PAD + text + "\x03" * PAD
    kinds = ["<"] * PAD + [_class(char) for char in text] + [">"] * PAD
    rows = []
    for i in range(PAD, PAD + len(text)):
        p3, p2, p1, c, n1, n2, n3 = list(padded[i - 3 : i + 4])
        rows.append([
            "1" + c, "2" + p1, "3" + n1, "4" + p2, "5" + n2,
            "6" + p1 + c, "7" + c + n1, "8" + p2 + p1, "9" + n1 + n2, "x" + p1 + n1,
            "a" + p2 + p1 + c, "b" + p1 + c + n1, "c" + c + n1 + n2, "w" + p3 + p2 + p1, "y" + n1 + n2 + n3,
            "d" + p3 + p2 + p1 + c, "e" + c + n1 + n2 + n3,
            "k" + kinds[i], "l" + "".join(kinds[i - 1 : i + 2]), "m" + "".join(kinds[i - 2 : i + 3]),
        ])  # fmt: skip
    return rows


def _add_words(text: str, rows: list[list[str]]) -> None:
    """Endings on their last character, lead words on the one after, and the distance to the next ending."""
    endings, leads = _clues()
    ending, lead = [""] * len(text), [""] * (len(text) + 1)
    for last, word in endings.iter(text):
        ending[last] = max(ending[last], word, key=len)
    for last, word in leads.iter(text):
        lead[last + 1] = max(lead[last + 1], word, key=len)
    coming, at = "", 0
    for i in range(len(text) - 1, -1, -1):
        if text[i] in STOPS:
            coming = ""
        if ending[i]:
            coming, at = ending[i], i
            rows[i].append("s" + ending[i])
            if i:
                rows[i - 1].append("t" + ending[i])
        if coming:
            rows[i].append(f"n{coming}{min((at - i) // 3, FAR)}")
        if lead[i]:
            rows[i].append("p" + lead[i])


def add_clues(rows: list[list[str]], start: int, clues: Iterable[Candidate]) -> None:
    """Adds what other voices say of spans: on the first, the last, each and the following character.

    `rows` are those of the text that begins at `start` of what the clues' offsets count.
    """
    for clue in clues:
        tag = f"{clue.voice}:{clue.type}"
        first, end = clue.start - start, clue.end - start
        rows[first].append("B" + tag)
        rows[end - 1].append("E" + tag)
        for i in range(first, end):
            rows[i].append("I" + tag)
        if end < len(rows):
            rows[end].append("Z" + tag)
