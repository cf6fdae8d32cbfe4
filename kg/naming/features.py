"""What the tagger sees of each character: itself, its neighbours, and the clues around it.

Character n-grams and classes follow the usual features of Chinese CRF segmenters; the clues are where
a name's ending or a lead word stands (features.yaml), where words of a common dictionary begin and end (as in Ma
et al., ACL 2020), to which group of like words a word belongs (as in Miller, Guinness and Zamanian, NAACL 2004), what
the gazetteer finds, and which short forms the article defines. Each feature is a string in
training and a number in use (`kg.naming.crf.key`).
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain

import ahocorasick
import numpy as np
import yaml

from kg import words as common
from kg.naming import crf
from kg.naming.candidates import Candidate
from kg.naming.crf import Index, Keys, Rows

NUMERALS = frozenset("一二三四五六七八九十百千万亿两几")
MARKS = frozenset("，。、；：“”（）()《》·—-+ ")
STOPS = frozenset("，。；：！？\n")
BEFORE, BEHIND = "\x02" * 3, "\x03" * 3
"""What stands around a line, as far as a window sees."""
FAR = 4
SIZES = (2, 3, 4)
WINDOWS = (
    ("1", (0,)), ("2", (-1,)), ("3", (1,)), ("4", (-2,)), ("5", (2,)),
    ("6", (-1, 0)), ("7", (0, 1)), ("8", (-2, -1)), ("9", (1, 2)), ("x", (-1, 1)),
    ("a", (-2, -1, 0)), ("b", (-1, 0, 1)), ("c", (0, 1, 2)), ("w", (-3, -2, -1)), ("y", (1, 2, 3)),
    ("d", (-3, -2, -1, 0)), ("e", (0, 1, 2, 3)),
)  # fmt: skip
"""Which characters around the one looked at make a feature, and its prefix."""
CLASSES = (("k", (0,)), ("l", (-1, 0, 1)), ("m", (-2, -1, 0, 1, 2)))
"""The same for classes of characters."""
Found = Iterator[tuple[int, int, str]]
"""A feature with the offsets of the first character that has it and of the one behind the last."""
Numbered = tuple[Rows, Rows, Keys]
"""Many of these: first offsets, the offsets behind the last, and features as numbers."""

_key = lru_cache(maxsize=20_000)(crf.key)


@cache
def _listed() -> tuple[list[str], list[str]]:
    data = yaml.safe_load((files("kg.naming") / "features.yaml").read_text(encoding="utf-8"))
    return data["endings"], data["leads"]


@cache
def _clues() -> tuple[ahocorasick.Automaton, ahocorasick.Automaton]:
    ends, leads = _listed()
    return _automaton(ends), _automaton(leads)


@cache
def endings() -> tuple[str, ...]:
    """Words with which names end, the longest first."""
    return tuple(sorted(_listed()[0], key=lambda word: (-len(word), word)))


def _automaton(words: Sequence[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(word, word)
    automaton.make_automaton()
    return automaton


@cache
def _dictionary() -> frozenset[str]:
    """The common words of SIZES characters in the dictionary that comes with spacy-pkuseg."""
    path = files("spacy_pkuseg") / "dicts" / "default.pkl"
    listed = pickle.loads(path.read_bytes()).split("\n")
    return frozenset(word for word in listed if len(word) in SIZES)


@cache
def _class(char: str) -> str:
    if char.isdigit():
        return "0"
    if char.isascii() and char.isalpha():
        return "A" if char.isupper() else "a"
    if "一" <= char <= "鿿":
        return char if char in NUMERALS else "H"
    return char if char in MARKS else {BEFORE[0]: "<", BEHIND[0]: ">"}.get(char, "P")


def windows(line: str) -> list[list[str]]:
    """The features of each character of a line that its neighbours make, as strings."""
    chars = BEFORE + line + BEHIND
    kinds = "".join(map(_class, chars))
    return [
        [
            prefix + "".join(seen[i + at] for at in offsets)
            for seen, family in ((chars, WINDOWS), (kinds, CLASSES))
            for prefix, offsets in family
        ]
        for i in range(len(BEFORE), len(BEFORE) + len(line))
    ]


def window_keys(lines: Sequence[str]) -> Keys:
    """The same of every character of several lines, as numbers: (features, characters)."""
    chars = "".join(BEFORE + line + BEHIND for line in lines)
    around = len(BEFORE) + len(BEHIND)
    starts = np.cumsum([len(BEFORE), *(len(line) + around for line in lines)])
    places = np.concatenate([np.arange(start, start + len(line)) for start, line in zip(starts, lines, strict=False)])
    found = []
    for seen, family in ((chars, WINDOWS), ("".join(map(_class, chars)), CLASSES)):
        codes = _codes(seen)
        near = {at: codes[places + at] for at in {at for _, offsets in family for at in offsets}}
        found += [crf.joined(prefix, [near[at] for at in offsets]) for prefix, offsets in family]
    return np.stack(found)


def _codes(text: str) -> Keys:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)


def listed(text: str) -> Found:
    """Where words of the dictionary begin, go on and end, by their size."""
    known = _dictionary()
    for size in SIZES:
        for start in range(len(text) - size + 1):
            if text[start : start + size] in known:
                end = start + size
                yield start, start + 1, f"q{size}"
                yield end - 1, end, f"r{size}"
                if size > 2:
                    yield start + 1, end - 1, f"i{size}"


def listed_keys(text: str) -> Numbered:
    """The same as numbers."""
    codes = _codes(text)
    found = []
    for size, known in _listed_index().items():
        starts = np.flatnonzero(crf.find(known, _runs(codes, size)) >= 0)
        parts = [("q", starts, starts + 1), ("r", starts + size - 1, starts + size)]
        parts += [("i", starts + 1, starts + size - 1)] if size > 2 else []
        found += [(first, last, np.full(len(starts), _key(f"{name}{size}"), np.uint64)) for name, first, last in parts]
    return joined(found)


@cache
def _listed_index() -> dict[int, Index]:
    """Of each size the words of the dictionary as numbers."""
    words = {size: "".join(word for word in _dictionary() if len(word) == size) for size in SIZES}
    return {size: crf.index(_runs(_codes(listed), size)[::size]) for size, listed in words.items()}


def _runs(codes: Keys, size: int) -> Keys:
    """A number for each run of so many characters."""
    return crf.joined("", [codes[at : max(0, len(codes) - size + 1) + at] for at in range(size)])


def alike(text: str) -> Found:
    """To which group each common word belongs, and the words beside it."""
    known = common.shipped()
    before = (0, -1, 0)
    for start, end, number in known.cut(text):
        group = known.groups[number]
        yield start, end, f"V{group}"
        yield start, start + 1, f"V<{group}"
        yield end - 1, end, f"V>{group}"
        if before[1] == start:
            yield start, end, f"X{before[2]}"
            yield before[0], start, f"W{group}"
        before = start, end, group


def alike_keys(text: str) -> Numbered:
    """The same as numbers."""
    known = common.shipped()
    found = np.array([*known.cut(text)], np.int64).reshape(-1, 3)
    starts, ends = found[:, 0], found[:, 1]
    groups = _groups()[found[:, 2]]
    after = np.flatnonzero(starts[1:] == ends[:-1]) + 1
    each = (
        ("V", starts, ends, groups),
        ("V<", starts, starts + 1, groups),
        ("V>", ends - 1, ends, groups),
        ("X", starts[after], ends[after], groups[after - 1]),
        ("W", starts[after - 1], starts[after], groups[after]),
    )
    return joined([(first, last, _group_keys(prefix)[named]) for prefix, first, last, named in each])


@cache
def _groups() -> Rows:
    return np.array(common.shipped().groups, np.int64)


@cache
def _group_keys(prefix: str) -> Keys:
    return np.array([crf.key(f"{prefix}{group}") for group in range(int(_groups().max()) + 1)], np.uint64)


def words(text: str) -> Found:
    """Endings on their last character, lead words on the one after, and the distance to the next ending."""
    endings, leads = _clues()
    ending: dict[int, str] = {}
    lead: dict[int, str] = {}
    for last, word in endings.iter(text):
        ending[last] = max(ending.get(last, ""), word, key=len)
    for last, word in leads.iter(text):
        lead[last + 1] = max(lead.get(last + 1, ""), word, key=len)
    for at, word in lead.items():
        yield at, at + 1, "p" + word
    before = -1
    for last in sorted(ending):
        word = ending[last]
        yield last, last + 1, "s" + word
        yield last - 1, last, "t" + word
        yield from _coming(text, before, last, word)
        before = last


def _coming(text: str, before: int, last: int, word: str) -> Found:
    """How far an ending is, back to the one before it or to the end of a clause, in steps of three characters."""
    first = last
    while first - 1 > before and text[first - 1] not in STOPS:
        first -= 1
    for step in range(FAR + 1):
        behind = last + 1 - 3 * step
        if behind > first:
            yield max(first, behind - 3) if step < FAR else first, behind, f"n{word}{step}"


def numbered(found: Found) -> Numbered:
    """Features as numbers."""
    listed = list(found)
    starts, ends = (np.array([span[i] for span in listed], np.int64) for i in (0, 1))
    return starts, ends, np.fromiter((_key(feature) for _, _, feature in listed), np.uint64, len(listed))


def joined(parts: Sequence[Numbered]) -> Numbered:
    """All of them together."""
    firsts, lasts, keys = zip(*parts, strict=True)
    return np.concatenate(firsts), np.concatenate(lasts), np.concatenate(keys)


def marks(text: str, clues: Iterable[Candidate]) -> Found:
    """All that a text's words and what other voices say of it make."""
    return chain(words(text), listed(text), spans(clues), alike(text))


def mark_keys(text: str, clues: Iterable[Candidate]) -> Numbered:
    """The same as numbers."""
    return joined([numbered(words(text)), listed_keys(text), span_keys(clues), alike_keys(text)])


def spans(clues: Iterable[Candidate]) -> Found:
    """What other voices say of spans: on the first, the last, each and the following character."""
    for clue in clues:
        first, last, each, following = _tags(clue.voice, clue.type)
        yield clue.start, clue.start + 1, first
        yield clue.end - 1, clue.end, last
        yield clue.start, clue.end, each
        yield clue.end, clue.end + 1, following


def span_keys(clues: Iterable[Candidate]) -> Numbered:
    """The same as numbers."""
    listed = list(clues)
    starts, ends = np.array([c.start for c in listed], np.int64), np.array([c.end for c in listed], np.int64)
    keys = np.array([_tag_keys(c.voice, c.type) for c in listed], np.uint64).reshape(-1, 4)
    return (
        np.concatenate([starts, ends - 1, starts, ends]),
        np.concatenate([starts + 1, ends, ends, ends + 1]),
        keys.T.ravel(),
    )


def _tags(voice: str, kind: str) -> list[str]:
    return [f"{place}{voice}:{kind}" for place in "BEIZ"]


@lru_cache(maxsize=20_000)
def _tag_keys(voice: str, kind: str) -> tuple[int, ...]:
    return tuple(map(crf.key, _tags(voice, kind)))
