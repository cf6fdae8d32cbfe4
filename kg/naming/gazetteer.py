"""Names known beforehand: kg/lexicon/*.csv, found in text by their characters.

Text and forms are folded one character to one character (case, width, dashes, brackets), so positions
stay. All matches are given, overlapping ones too; which of them count is for the caller to decide.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

import ahocorasick

from kg import ontology
from kg.errors import DataError

COLUMNS = ("id", "name", "type", "aliases", "region", "lon", "lat", "parent", "source")
PLACES = ("Region", "Park")
"""Types whose names may follow the region they lie in: 北京市 + 大兴区 + 黄村镇 is one name of the town."""
REMEMBERED = 20_000
"""Forms whose entries are kept at hand: names come again."""
CHINA = (73.0, 136.0, 3.0, 54.0)
"""West, east, south, north in degrees."""

_DASH = "-"
_DASHES = "‐‑‒–—―−－─━﹣~～〜·・･•‧∙⋅"
_BRACKETS = {"（": "(", "）": ")", "〔": "(", "〕": ")", "［": "(", "］": ")", "[": "(", "]": ")"}
_UPPER = {chr(n): chr(n + 32) for n in range(ord("A"), ord("Z") + 1)}
_FULL_WIDTH = {chr(n + 0xFEE0): chr(n).lower() for n in range(0x21, 0x7F)}
_FOLDING = str.maketrans(_FULL_WIDTH | _UPPER | _BRACKETS | dict.fromkeys(_DASHES, _DASH))

_LATIN_EDGE = re.compile(r"(?<=[0-9a-z])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[0-9a-z])")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of the world with the names it goes by."""

    id: str
    name: str
    type: str
    aliases: tuple[str, ...] = ()
    """Other names that mean this thing wherever they stand."""
    ambiguous: tuple[str, ...] = ()
    """Names that are also a common word or another thing's name; in the files they begin with a question mark."""
    region: str = ""
    """Administrative code, six digits: of the district, else of the city or province."""
    lon: float | None = None
    lat: float | None = None
    parent: str = ""
    """Id of the entry that this one is part of."""
    source: str = ""
    place: str = field(default="", compare=False)
    """File and line it was read from, for messages."""

    @property
    def forms(self) -> tuple[str, ...]:
        """All its sure names, the canonical one first."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of text that is a known form of these entries."""

    start: int
    end: int
    ids: tuple[str, ...]
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class _Form:
    """What the automaton gives back for a form."""

    length: int
    ids: tuple[str, ...]
    doubtful: tuple[str, ...]
    latin_start: bool
    latin_end: bool


def fold(text: str) -> str:
    """The text in the spelling that forms are compared in, as long as before."""
    return text.translate(_FOLDING)


class Gazetteer:
    """Entries and the automaton that finds their forms."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries: Mapping[str, Entry] = _by_id(entries)
        _check_references(self.entries)
        self._automaton = _automaton(_forms(self.entries.values()))
        self._parents = {e.id: _upward(e, self.entries) for e in self.entries.values() if e.type in PLACES}
        self.by_form = lru_cache(maxsize=REMEMBERED)(self._by_form)

    def find(self, text: str) -> list[Hit]:
        """Every known form in the text, overlapping ones too, by start and end.

        A place right behind the region it lies in makes one more, sure hit over both (天津 + 和平 → 和平区).
        A form that is sure for one entry and ambiguous for another gives two hits.
        """
        simple = list(self._simple(fold(text)))
        hits = {(h.start, h.end, h.ambiguous): h for h in simple}
        for hit in self._qualified(simple):
            hits.setdefault((hit.start, hit.end, False), hit)
        return [hits[key] for key in sorted(hits)]

    def _by_form(self, form: str) -> tuple[str, ...]:
        """Ids of the entries that go by this form, those of which it is an ambiguous form last."""
        found = [hit for hit in self.find(form) if hit.start == 0 and hit.end == len(form)]
        return tuple(dict.fromkeys(i for hit in found for i in hit.ids))

    def extended(self, entries: Iterable[Entry]) -> Gazetteer:
        """A new gazetteer with an operator's own entries; one with a known id takes the old one's place."""
        return Gazetteer({**self.entries, **_by_id(entries)}.values())

    def _simple(self, text: str) -> Iterator[Hit]:
        for last, form in self._automaton.iter(text) if len(self._automaton) else ():
            start, end = last + 1 - form.length, last + 1
            if form.latin_start and start and _is_latin(text[start - 1]):
                continue
            if form.latin_end and end < len(text) and _is_latin(text[end]):
                continue
            if form.ids:
                yield Hit(start, end, form.ids)
            if form.doubtful:
                yield Hit(start, end, form.doubtful, ambiguous=True)

    def _qualified(self, simple: Sequence[Hit]) -> Iterator[Hit]:
        """Hits over a region and the place behind it, whole chains of them."""
        ending: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for hit in sorted(simple, key=lambda h: (h.start, h.end)):
            for inner in hit.ids:
                parents = self._parents.get(inner)
                if parents is None:
                    continue
                for start in {s for s, outer in ending.get(hit.start, ()) if outer in parents}:
                    yield Hit(start, hit.end, (inner,))
                    ending[hit.end].append((start, inner))
                if self.entries[inner].type == "Region" and hit.end - hit.start > 1:
                    ending[hit.end].append((hit.start, inner))


@cache
def load() -> Gazetteer:
    """The gazetteer that the package ships."""
    return Gazetteer(entry for name, text in _shipped() for entry in parse(text, name))


def parse(text: str, name: str) -> list[Entry]:
    """The entries of a CSV file with the columns `COLUMNS`; `name` stands in errors.

    Raises DataError for a wrong header or line, naming file and line.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise DataError(f"{name}, line 1: the header must be {','.join(COLUMNS)}")
    try:
        return [_entry(row, f"{name}, line {rows.line_num}") for row in rows]
    except csv.Error as error:
        raise DataError(f"{name}, line {rows.line_num}: {error}") from error


def _shipped() -> Iterator[tuple[str, str]]:
    for path in sorted((files("kg") / "lexicon").iterdir(), key=lambda path: path.name):
        if path.name.endswith(".csv"):
            yield f"kg/lexicon/{path.name}", path.read_text(encoding="utf-8")


def _entry(row: Mapping[str, str], place: str) -> Entry:
    if None in row or None in row.values():
        raise DataError(f"{place}: {len(COLUMNS)} columns are needed; a comma inside a name stands in quotes")
    if not row["id"] or not row["name"]:
        raise DataError(f"{place}: id and name must not be empty")
    if row["type"] not in ontology.load().nodes:
        raise DataError(f"{place}: unknown type {row['type']!r}; the types are those of kg/ontology.yaml")
    aliases = dict.fromkeys(alias for alias in row["aliases"].split("|") if alias)
    return Entry(
        id=row["id"],
        name=row["name"],
        type=row["type"],
        aliases=tuple(a for a in aliases if not a.startswith("?")),
        ambiguous=tuple(a[1:] for a in aliases if a.startswith("?")),
        region=row["region"],
        lon=_degrees(row["lon"], CHINA[:2], place),
        lat=_degrees(row["lat"], CHINA[2:], place),
        parent=row["parent"],
        source=row["source"],
        place=place,
    )


def _degrees(value: str, bounds: tuple[float, float], place: str) -> float | None:
    if not value:
        return None
    try:
        degrees = float(value)
    except ValueError:
        raise DataError(f"{place}: {value!r} is no number of degrees") from None
    if not bounds[0] <= degrees <= bounds[1]:
        raise DataError(f"{place}: {degrees} lies outside China; lon comes before lat")
    return degrees


def _by_id(entries: Iterable[Entry]) -> dict[str, Entry]:
    known: dict[str, Entry] = {}
    for entry in entries:
        first = known.setdefault(entry.id, entry)
        if first is not entry:
            raise DataError(
                f"{entry.place or entry.name}: id {entry.id!r} stands already at {first.place or first.name}"
            )
    return known


def _check_references(entries: Mapping[str, Entry]) -> None:
    for entry in entries.values():
        if entry.region and f"region-{entry.region}" not in entries:
            raise DataError(f"{entry.place or entry.id}: no region has the code {entry.region}")
        if entry.parent and entry.parent not in entries:
            raise DataError(f"{entry.place or entry.id}: no entry has the id {entry.parent!r} given as parent")


def _upward(entry: Entry, entries: Mapping[str, Entry]) -> frozenset[str]:
    """Ids of the regions that a place lies in."""
    found: set[str] = set()
    steps = [entry.parent] if entry.type == "Region" else [f"region-{entry.region}", entry.parent]
    while steps:
        outer = entries.get(steps.pop())
        if outer is not None and outer.id not in found:
            found.add(outer.id)
            steps.append(outer.parent)
    return frozenset(found)


def _variants(form: str) -> Iterator[str]:
    """A folded form and its other common spellings: its dash doubled or left out, a space beside Latin letters."""
    yield form
    if _DASH in form:
        yield form.replace(_DASH, "--")
        yield form.replace(_DASH, "")
    spaced = _LATIN_EDGE.sub(" ", form)
    if spaced != form:
        yield spaced


def _forms(entries: Iterable[Entry]) -> dict[str, _Form]:
    sure: dict[str, dict[str, None]] = defaultdict(dict)
    doubtful: dict[str, dict[str, None]] = defaultdict(dict)
    for entry in entries:
        for names, into in ((entry.forms, sure), (entry.ambiguous, doubtful)):
            for form in {v for name in names for v in _variants(fold(name))}:
                into[form][entry.id] = None
    return {
        form: _Form(
            len(form),
            tuple(sure.get(form, ())),
            tuple(i for i in doubtful.get(form, ()) if i not in sure.get(form, ())),
            _is_latin(form[0]),
            _is_latin(form[-1]),
        )
        for form in sorted(sure.keys() | doubtful.keys())
    }


def _automaton(forms: Mapping[str, _Form]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for form, value in forms.items():
        automaton.add_word(form, value)
    automaton.make_automaton()
    return automaton


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
