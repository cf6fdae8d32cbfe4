"""From an article to its entities: the voices speak, the vote decides, forms are repeated and grouped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.naming import gazetteer, reader, referents, shapes, tagger, units, vote
from kg.naming.anaphora import resolve_anaphors
from kg.naming.candidates import Candidate, places
from kg.naming.crf import Model
from kg.naming.definitions import Definition, find_definitions
from kg.naming.departments import lifted
from kg.naming.gazetteer import Gazetteer
from kg.naming.grouping import Forms, folded, group
from kg.naming.roles import add_roles
from kg.naming.vote import Ballot
from kg.records import Article, Entity, Mention

DEFINED_TYPE = "Name"
"""The type of a clue that says: this is a defined form, of a type not yet known."""


@dataclass(frozen=True, slots=True)
class Namer:
    """All that naming needs beyond the article."""

    gazetteer: Gazetteer
    tagger: Model
    reader: reader.Model | None
    """A network that reads beside the tagger; None: the tagger reads alone."""
    forms: Forms
    referents: Mapping[str, float]
    """Weights that tell whom an anaphor stands for."""


@cache
def load() -> Namer:
    """The gazetteer and the weights that the package ships."""
    return make(gazetteer.load(), tagger.load(), referents.weights(), reader.load())


def make(names: Gazetteer, weights: Model, standing: Mapping[str, float], network: reader.Model | None = None) -> Namer:
    """A namer with its own gazetteer or weights."""
    regions = {
        form for entry in names.entries.values() if entry.type == "Region" for form in (entry.name, *entry.aliases)
    }
    return Namer(names, weights, network, Forms(frozenset(form for form in regions if len(form) > 1)), standing)


def name_article(article: Article, namer: Namer | None = None, heard: Sequence[Candidate] = ()) -> tuple[Entity, ...]:
    """The entities of an article with all their mentions, anaphors (该公司, 双方) among them.

    `heard`: what voices from outside propose; they take part in the vote.
    """
    namer = namer or load()
    definitions = find_definitions(article.text)
    found = find_mentions(article.text, namer, definitions, heard)
    entities = group(found, definitions, namer.forms, known_ids(found, namer.gazetteer))
    resolved = resolve_anaphors(article, [placed(entity, namer.gazetteer) for entity in entities], namer.referents)
    return add_roles(article.text, resolved, definitions)


def find_mentions(
    text: str, namer: Namer, definitions: Sequence[Definition], heard: Sequence[Candidate] = ()
) -> list[Mention]:
    """Named mentions in order, none overlapping another."""
    chosen = vote.choose(ballots(text, namer, definitions, heard))
    found = vote.mentions(chosen, text)
    found = _with_definitions(found, text, definitions)
    return sorted([*found, *repeats(found, text)], key=lambda m: m.start)


def ballots(
    text: str, namer: Namer, definitions: Sequence[Definition], heard: Sequence[Candidate] = ()
) -> list[Ballot]:
    """All that was considered as a name, weighed."""
    spoken = clues(text, namer.gazetteer, definitions)
    asked = [*(c for c in spoken if c.voice in VOTERS), *heard]
    opinions = tagger.read_twice(namer.tagger, text, spoken, asked, namer.reader)
    every = [lifted(c, text, namer.gazetteer.by_form) for c in (*asked, *opinions)]
    return vote.count(c for c in every if vote.possible(c, text[c.start : c.end]))


VOTERS = frozenset({"gazetteer", "gazetteer-ambiguous", "enumeration", "group", "shape"})


def clues(text: str, names: Gazetteer, definitions: Sequence[Definition]) -> list[Candidate]:
    """What every voice but the tagger says, sorted: the tagger's features, and the vote's candidates."""
    known = _from_gazetteer(text, names)
    spoken = [
        *known,
        *shapes.by_ending(text, [(c.start, c.end) for c in known if c.voice == "gazetteer"]),
        *shapes.in_enumerations(text),
        *shapes.counted_groups(text),
        *units.repeated(text),
        *_defined_forms(text, definitions),
    ]
    inside = {c for c in spoken if "\n" not in text[c.start : c.end]}
    return sorted(inside, key=lambda c: (c.start, c.end, c.type, c.voice))


def _from_gazetteer(text: str, names: Gazetteer) -> list[Candidate]:
    found = []
    for hit in names.find(text):
        voice = "gazetteer-ambiguous" if hit.ambiguous else "gazetteer"
        for kind in {names.entries[i].type for i in hit.ids}:
            found.append(Candidate(hit.start, hit.end, kind, voice))
    return found


def _defined_forms(text: str, definitions: Iterable[Definition]) -> list[Candidate]:
    forms = {text[d.start : d.end] for d in definitions if not d.role_word}
    return [
        Candidate(start, end, DEFINED_TYPE, "defined")
        for form in forms
        if len(form) > 1
        for start, end in places(text, form)
    ]


def _with_definitions(found: Sequence[Mention], text: str, definitions: Iterable[Definition]) -> list[Mention]:
    """A defined form takes the type of the name that it stands for, whatever else was thought of it."""
    by_end = {m.end: m for m in found}
    kept = list(found)
    for d in definitions:
        full = next((by_end[at] for at in range(d.anchor, d.anchor - 3, -1) if at in by_end), None)
        if full is None or d.role_word or full.start <= d.start < full.end:
            continue
        form = text[d.start : d.end]
        kept = [replace(m, type=full.type) if m.text == form else m for m in kept if not _cut_by(m, d)]
        if not any(m.start == d.start for m in kept):
            kept.append(Mention(d.start, d.end, form, full.type, ("definition",), full.confidence))
    return kept


def _cut_by(mention: Mention, d: Definition) -> bool:
    return mention.start < d.end and d.start < mention.end and (mention.start, mention.end) != (d.start, d.end)


def repeats(found: Sequence[Mention], text: str) -> list[Mention]:
    """Forms found once are found everywhere: the longest first, nowhere inside another mention."""
    taken = bytearray(len(text))
    for m in found:
        taken[m.start : m.end] = b"\x01" * (m.end - m.start)
    sources: dict[str, Mention] = {}
    for m in found:
        if len(m.text) > 1:
            best = sources.get(m.text)
            if best is None or m.confidence > best.confidence:
                sources[m.text] = m
    more = []
    for form in sorted(sources, key=len, reverse=True):
        for start, end in places(text, form):
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                source = sources[form]
                more.append(Mention(start, end, form, source.type, ("repetition",), round(source.confidence * 0.8, 4)))
    return more


def known_ids(found: Iterable[Mention], names: Gazetteer) -> dict[tuple[str, str], str]:
    """The gazetteer's id of each (form, type), where it is the only one of that type."""
    ids: dict[tuple[str, str], str] = {}
    for m in found:
        matches = [i for i in names.by_form(m.text) if names.entries[i].type == m.type]
        if len(matches) == 1:
            ids[m.text, m.type] = matches[0]
    return ids


def placed(entity: Entity, names: Gazetteer) -> Entity:
    """With what the gazetteer knows of it: region and coordinates."""
    entry = names.entries.get(entity.lexicon_id)
    if entry is None:
        return entity
    return replace(entity, region=entry.region, lon=entry.lon, lat=entry.lat)


__all__ = ["Namer", "folded", "load", "make", "name_article"]
