"""Trains the network of `kg.naming.reader`, with jax.

Each round reads every article once, every other time under other names (`kg.training.renaming`). Units and characters
are left out at random. Labels are learnt as a chain (Lample et al., NAACL 2016).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kg import words
from kg.layers import EMPTY, OTHER
from kg.naming.candidates import Candidate
from kg.naming.reader import FILE, NEVER, REACHES, Model, inputs, marked, name, odds
from kg.naming.tagger import OUTSIDE, labelled
from kg.training import steps
from kg.training.annotations import Annotated
from kg.training.renaming import renamed
from kg.training.steps import Layers
from kg.training.tagger import Clues

if TYPE_CHECKING:
    import jax

BATCH, ROUND = 4, 1024
"""Articles of a batch, which is filled up to a multiple of so many characters, so that few shapes are compiled."""
CHAIN = 128
"""Characters over which labels are one chain, which goes on from the label wanted before it."""
LETTER, WORD, CLUE, HIDDEN = 48, 48, 48, 96
"""Sizes of vectors."""
KEYS = len(REACHES) + 3
"""Times that something is left out at random in one step."""


@dataclass(frozen=True, slots=True)
class Effort:
    """What training costs."""

    rounds: int = 16
    """Over the articles."""
    units: int = 144
    """Of each convolution."""


FULL = Effort()


def train(
    articles: Sequence[Annotated],
    clues: Clues,
    say: Callable[[str], None] = print,
    effort: Effort = FULL,
    seed: int = 0,
) -> Model:
    """The network after so many rounds over the articles; `clues`: what other voices say of a text."""
    import jax  # needed for training alone

    random = np.random.default_rng(seed)
    heard = {a.article.text: clues(a.article.text) for a in articles}
    labels = sorted({label for a in articles for label in _labels(a)})
    voices = {kind: number for number, kind in enumerate(sorted({name(c) for found in heard.values() for c in found}))}
    vocabulary = steps.vocabulary(char for a in articles for char in a.article.text if char != "\n")
    layers = _start(len(vocabulary) + OTHER + 1, len(voices), len(labels), effort.units, random)
    moments, step, key = steps.moments(layers), _stepper(), jax.random.PRNGKey(seed)
    trained, number = 0, effort.rounds * (len(articles) // BATCH + 1)
    for turn in range(effort.rounds):
        told = list(renamed(articles, seed + turn)) if turn % 2 else articles
        for chosen in _batches(told, random):
            seen = [
                _seen(a, heard.get(a.article.text) or clues(a.article.text), vocabulary, voices, labels) for a in chosen
            ]
            trained += 1
            key, here = jax.random.split(key)
            rate = steps.rate(trained, number)
            layers, moments = step(layers, moments, float(trained), _joined(seen, labels.index(OUTSIDE)), here, rate)
        say(f"round {turn + 1} of {effort.rounds}")
    return Model(tuple(labels), vocabulary, voices, steps.plain(layers))


def _seen(
    annotated: Annotated,
    heard: Sequence[Candidate],
    vocabulary: Mapping[str, int],
    voices: Mapping[str, int],
    labels: Sequence[str],
) -> dict[str, Any]:
    """What the network sees of an article, and the labels wanted."""
    wanted = np.array([labels.index(label) for label in _labels(annotated)], np.int64)
    return inputs(annotated.article.text, marked(heard, voices), vocabulary, len(voices)) | {"wanted": wanted}


def _labels(annotated: Annotated) -> list[str]:
    return labelled(len(annotated.article.text), [(span.start, span.end, span.type) for span in annotated.spans])


def _start(letters: int, voices: int, labels: int, units: int, random: np.random.Generator) -> Layers:
    drawn, inward = steps.drawing(random), LETTER + WORD + CLUE
    return {
        "letters": drawn(letters, LETTER, spread=0.3),
        "words": drawn(words.laid("").shape[1], WORD, spread=0.06),
        "clues": drawn(2 * voices, CLUE, spread=0.3),
        **steps.convolutions(drawn, inward, units, len(REACHES)),
        "hidden": drawn(units, HIDDEN, spread=(2 / units) ** 0.5),
        "hidden_bias": np.zeros(HIDDEN, np.float32),
        "labels": drawn(HIDDEN, labels, spread=HIDDEN**-0.5),
        "labels_bias": np.zeros(labels, np.float32),
        "steps": np.zeros((labels, labels), np.float32),
    }


def _batches(articles: Sequence[Annotated], random: np.random.Generator) -> Iterator[list[Annotated]]:
    order = random.permutation(len(articles)).tolist()
    for first in range(0, len(order), BATCH):
        yield [articles[n] for n in order[first : first + BATCH]]


def _joined(seen: Sequence[Mapping[str, Any]], outside: int) -> dict[str, Any]:
    """Articles one after the other with blanks between, filled up with blanks; what is wanted there is `outside`."""
    size = sum(len(one["letters"]) + max(REACHES) for one in seen)
    rows = size + -size % ROUND
    batch = {each: np.zeros((rows, *found.shape[1:]), found.dtype) for each, found in seen[0].items()}
    batch["wanted"] += outside
    at = 0
    for one in seen:
        for each, found in one.items():
            batch[each][at : at + len(found)] = found
        at += len(one["letters"]) + max(REACHES)
    return batch


@cache
def _stepper() -> steps.Step:
    import jax
    import jax.numpy as jnp

    def loss(layers: Layers, batch: Mapping[str, Any], key: jax.Array) -> jax.Array:
        keys = iter(jax.random.split(key, KEYS))
        seen, wanted = {**batch, "letters": steps.hiding(batch["letters"], next(keys))}, batch["wanted"]
        scores, onward = odds(layers, seen, jnp, steps.dropping(keys)), layers["steps"]
        other = jnp.arange(len(onward)) != wanted[:, None]
        scores = jnp.where((batch["letters"] == EMPTY)[:, None] & other, NEVER, scores)
        before = jnp.concatenate([wanted[:1], wanted[:-1]])
        own = jnp.take_along_axis(scores, wanted[:, None], axis=1)[:, 0] + onward[before, wanted]
        rows = scores.reshape(-1, CHAIN, len(onward)).swapaxes(0, 1)

        def along(sums: jax.Array, row: jax.Array) -> tuple[jax.Array, None]:
            return jax.nn.logsumexp(sums[:, :, None] + onward, axis=1) + row, None

        last, _ = jax.lax.scan(along, onward[before[::CHAIN]] + rows[0], rows[1:])
        mean: jax.Array = (jax.nn.logsumexp(last, axis=1).sum() - own.sum()) / ROUND
        return mean

    return steps.stepper(loss)


def save(model: Model, folder: Path) -> None:
    """Writes a model."""
    folder.mkdir(parents=True, exist_ok=True)
    layers: dict[str, Any] = {each: layer.astype(np.float16) for each, layer in model.layers.items()}
    named = {"names": model.labels, "vocabulary": model.vocabulary, "voices": model.clues}
    listed: dict[str, Any] = {
        each: np.frombuffer("\n".join(found).encode("utf-8"), np.uint8) for each, found in named.items()
    }
    np.savez_compressed(folder / FILE, **listed, **layers)
