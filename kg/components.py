"""The extraction as components of a spaCy pipeline, and what they leave on a `Doc`.

Each component is a thin adapter around a plain function of the package; all that they find is one `Graph`:

- `doc._.graph`, `doc._.article`, `doc._.facts`, `doc._.measures`: the records
- `doc.ents`: the names, the longest where they overlap; `doc.spans["entities"]`: all of them, nested ones included;
  `doc.spans["anaphors"]`: 该公司, 双方 and the like. Label is the type, `kb_id_` the entity's id.

The graph is kept in `doc.user_data` as plain lists and mappings, so that a `Doc` goes through `nlp.pipe` with several
processes, `DocBin` and `to_bytes` as any other. Offsets are those of `doc.text`.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any, cast

import numpy as np
from pydantic import TypeAdapter
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from kg import linking, reading, relating, voices
from kg.naming import name_article
from kg.records import Article, Entity, Fact, Graph, Measure, Mention

NAMES = ("kg_sentences", "kg_naming", "kg_boundaries", "kg_relating", "kg_linking")
"""The components in their order."""

_KEY = "kg"
_GRAPH = TypeAdapter(Graph)


def get_graph(doc: Doc) -> Graph:
    """What has been found so far; a text that came without an article is one as it is."""
    plain = doc.user_data.get(_KEY)
    return Graph(reading.as_is(doc.text)) if plain is None else _GRAPH.validate_python(plain)


def set_graph(doc: Doc, graph: Graph) -> None:
    """Keeps a graph of this text."""
    doc.user_data[_KEY] = _GRAPH.dump_python(graph, mode="json", fallback=list)


def _add(doc: Doc, graph: Graph, *parts: str) -> None:
    """Keeps these parts of a graph; the rest of it is what the document has already."""
    if _KEY not in doc.user_data:
        set_graph(doc, graph)
    else:
        found = _GRAPH.dump_python(graph, mode="json", fallback=list, include=set(parts))
        doc.user_data[_KEY] = {**doc.user_data[_KEY], **found}


def get_article(doc: Doc) -> Article:
    """The article that the text is of."""
    return get_graph(doc).article


def set_article(doc: Doc, article: Article) -> None:
    """Says which article the text is of: offsets, title, date and sentences come from it."""
    if article.text != doc.text:
        raise ValueError("the text of the article is not the text of the doc: make it with nlp.make_doc(article.text)")
    set_graph(doc, Graph(article))


def get_facts(doc: Doc) -> tuple[Fact, ...]:
    """The relations that the text states."""
    return get_graph(doc).facts


def get_measures(doc: Doc) -> tuple[Measure, ...]:
    """The figures that the text gives."""
    return get_graph(doc).measures


Doc.set_extension("graph", getter=get_graph, setter=set_graph, force=True)
Doc.set_extension("article", getter=get_article, setter=set_article, force=True)
Doc.set_extension("facts", getter=get_facts, force=True)
Doc.set_extension("measures", getter=get_measures, force=True)


@Language.component("kg_sentences", assigns=["token.is_sent_start", "doc._.graph"])
def sentences(doc: Doc) -> Doc:
    """Sentence boundaries of the article."""
    graph = get_graph(doc)
    _add(doc, graph)
    mark_sentences(doc, graph.article)
    return doc


@Language.component("kg_naming", requires=["doc._.graph"], assigns=["doc.ents", "doc.spans"])
def naming(doc: Doc) -> Doc:
    """Names and anaphors."""
    graph = get_graph(doc)
    graph = replace(graph, entities=name_article(graph.article, heard=voices.get_heard(doc).candidates))
    _add(doc, graph, "entities")
    mark_entities(doc, graph.entities)
    return doc


@Language.component("kg_boundaries", requires=["doc._.graph"], assigns=["doc.ents", "doc.spans"])
def boundaries(doc: Doc) -> Doc:
    """Tokens that begin or end where names do: a token that straddles a name's border is split there."""
    graph = get_graph(doc)
    spans = [(mention.start, mention.end) for entity in graph.entities for mention in entity.mentions]
    spans += [(sentence.start, sentence.end) for sentence in graph.article.sentences]
    if split_tokens(doc, {border for span in spans for border in span}):
        mark_sentences(doc, graph.article)
        mark_entities(doc, graph.entities)
    return doc


@Language.component("kg_relating", requires=["doc._.graph"], assigns=["doc._.facts", "doc._.measures"])
def relations(doc: Doc) -> Doc:
    """Facts and measures."""
    graph = get_graph(doc)
    facts, measures = relating.relate(graph.article, graph.entities)
    graph = replace(graph, facts=facts, measures=measures)
    if proposed := voices.get_heard(doc).facts:
        graph = replace(graph, facts=(*facts, *voices.judge(graph, proposed)[0]))
    _add(doc, graph, "facts", "measures")
    return doc


@Language.component("kg_linking", requires=["doc._.graph"], assigns=["doc._.graph", "doc.ents", "doc.spans"])
def links(doc: Doc) -> Doc:
    """Ids that every article shares."""
    graph = linking.link(get_graph(doc), {})
    set_graph(doc, graph)
    mark_entities(doc, graph.entities)
    return doc


def mark_sentences(doc: Doc, article: Article) -> None:
    """Sets `token.is_sent_start` at the first token of each sentence."""
    if not len(doc):
        return
    starts = doc.to_array("IDX")
    first = np.full((len(doc), 1), -1)
    first[0] = 1
    first[np.searchsorted(starts, [s.start for s in article.sentences], side="right") - 1] = 1
    # token by token would take quadratic time
    doc.from_array(["SENT_START"], cast(Any, first.astype(np.uint64)))


def mark_entities(doc: Doc, entities: Iterable[Entity]) -> None:
    """Sets `doc.ents` and the span groups."""
    groups: dict[bool, list[Span]] = {False: [], True: []}
    for entity in entities:
        for mention in (m for m in entity.mentions if not m.rival):
            groups[mention.anaphor].append(_span(doc, entity, mention))
    doc.spans["entities"] = sorted(groups[False])
    doc.spans["anaphors"] = sorted(groups[True])
    doc.ents = filter_spans(groups[False])


def _span(doc: Doc, entity: Entity, mention: Mention) -> Span:
    span = doc.char_span(mention.start, mention.end, label=mention.type, kb_id=entity.id, alignment_mode="expand")
    if span is None:
        raise ValueError(f"mention {mention.text!r} lies outside of the text")
    return span


def split_tokens(doc: Doc, borders: Iterable[int]) -> bool:
    """Splits every token that one of these offsets lies inside; whether there was one."""
    starts: list[int] = doc.to_array("IDX").tolist()
    known = set(starts)
    cuts: dict[int, list[int]] = {}
    for border in sorted({border for border in borders if border not in known}):
        i = bisect(starts, border) - 1
        if i >= 0 and starts[i] < border < starts[i] + len(doc[i]):
            cuts.setdefault(i, [starts[i]]).append(border)
    if not cuts:
        return False
    text = doc.text
    with doc.retokenize() as retokenizer:
        for i, edges in cuts.items():
            parts = [text[a:b] for a, b in pairwise([*edges, starts[i] + len(doc[i])])]
            retokenizer.split(doc[i], parts, heads=[(doc[i], part) for part in range(len(parts))])
    return True
