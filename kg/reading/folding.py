"""Width variants of one character become that character; what no reader sees goes.

Folding is one character to one character, so that positions stay:

- full-width letters and digits, and the signs ％ ＋ － ． ／ ＆ ＃ ＠ ＊ ＝ ＜ ＞ ＄ ＿ ｜, become half-width;
- half-width 。 、 「 」 ・ become full-width;
- Kangxi radicals, which PDF files put for the characters they look like, and compatibility ideographs
  become the common character (⼤ → 大);
- every kind of space, tabs and control characters become a space; every kind of line end becomes a newline.

Chinese punctuation （，。；：？！（）“”《》） stays as it is. Zero-width characters, soft hyphens and byte-order
marks inside the text are dropped. Nothing else changes: no traditional to simplified, no ① to 1.
"""

from __future__ import annotations

import re
import unicodedata
from array import array

from kg.reading.strands import Strand

_FULL_WIDTH = "％＋－．／＆＃＠＊＝＜＞＄＿｜"
_RANGES = (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"), ("\uff61", "\uff65"), ("\u2f00", "\u2fd5"), ("\uf900", "\ufad9"))
_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LINE_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")


def _table() -> dict[int, str]:
    controls = {n: " " for n in (*range(0x20), *range(0x7F, 0xA0)) if chr(n) != "\n"}
    chars = [*_FULL_WIDTH, *(chr(n) for a, z in _RANGES for n in range(ord(a), ord(z) + 1))]
    widths = {ord(c): unicodedata.normalize("NFKC", c) for c in chars}
    surrogates = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    singles = {n: c for n, c in widths.items() if len(c) == 1}
    return controls | singles | surrogates | {ord(c): " " for c in _SPACES} | {ord(c): "\n" for c in _LINE_ENDS}


_TABLE = _table()
_WIDE_SPACE_KEPT = _TABLE | {0x3000: "\u3000"}


def fold(text: str) -> str:
    """The text with its width variants folded, as long as before."""
    return text.translate(_TABLE)


def flatten(raw: str) -> Strand:
    """The raw text folded and without unseen characters; the ideographic space stays, it says something on a page."""
    text = raw.translate(_WIDE_SPACE_KEPT)
    if not _UNSEEN.search(text):
        return Strand(text, range(len(text)))
    places = array("l", (i for i, c in enumerate(text) if not _UNSEEN.match(c)))
    return Strand(_UNSEEN.sub("", text), places)
