"""Trains the network of `kg.relating.encoder`, with jax.

Units and characters are left out at random. As in `kg.training.networks`, what gold has is stated in at least one of
its places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kg import ontology, words
from kg.layers import OTHER
from kg.relating import attention
from kg.relating.encoder import ENDING, FILE, REACHES, Model, inputs, odds
from kg.relating.networks import Array
from kg.relating.sheets import BLANK, FLAGS, Rows, Sheet, signs, types
from kg.relating.spots import Spots
from kg.relating.spots import width as dense
from kg.training import steps
from kg.training.networks import TINY
from kg.training.steps import Layers

if TYPE_CHECKING:
    import jax

BATCH = 4
LETTER, WORD, SENSE, TRIGGER, FLAG, TYPE, KINDS, TAIL = 48, 64, 16, 8, 8, 12, 16, 24
"""Sizes of vectors."""
ENTITY, NAME = 64, 32
"""Numbers that are known of an entity: by what stands around it, by its name."""
SCALE = 300
ROUND = {"letters": 2048, "pairs": 1024, "at": 512, "endings": 256}
"""Batches are filled up to multiples of these, so that few shapes are compiled."""
ROWS = {
    **dict.fromkeys(("letters", "words", "senses", "triggers", "flags"), "letters"),
    **dict.fromkeys(("at", "lines", "owners", "articles"), "at"),
    "endings": "endings",
}
"""What has a row for each letter, each mention, each entity; the rest has one for each pair."""
OFFSETS = {"bounds": "letters", "at": "letters", "mentions": "at", "owners": "endings", "entities": "endings"}
"""What points to rows of others."""

KEYS = 2 + len(REACHES) + 2 + 2 + 2 * attention.ROUNDS
"""Times that something is left out at random in one step."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How long the network is trained, and how large it is."""

    rounds: int = 20
    """Over all articles."""
    units: int = 144
    """Numbers that are known of a character."""


FULL = Effort()


@dataclass(frozen=True, slots=True)
class Lessons:
    """Articles as they are read, with what gold says of each pair."""

    sheets: Sequence[Sheet]
    spots: Sequence[Spots]
    stated: Rows
    """(pairs of all articles, outputs): the number, from 1 on, of what gold has and the pair may state, else 0."""
    counted: Array
    """The same, 0 where nothing is to be learnt."""

    def starts(self) -> list[int]:
        """The first row of each article, and the number of rows."""
        return [0, *np.cumsum([len(places.bounds) for places in self.spots]).tolist()]


def fit(shown: Lessons, effort: Effort = FULL, say: Callable[[str], None] = print, seed: int = 0) -> Model:
    """The network after some rounds over the articles."""
    import jax  # needed for training alone

    vocabulary = steps.vocabulary(char for sheet in shown.sheets for char in sheet.text if char != BLANK)
    random = np.random.default_rng(seed)
    layers = _start(len(vocabulary) + OTHER + 1, shown.stated.shape[1], effort.units, random)
    moments, step, key = steps.moments(layers), _stepper(), jax.random.PRNGKey(seed)
    trained = 0
    number = effort.rounds * (len(shown.sheets) // BATCH + 1)
    for epoch in range(effort.rounds):
        for batch in _batches(shown, vocabulary, random):
            trained += 1
            rate = steps.rate(trained, number)
            key, here = jax.random.split(key)
            layers, moments = step(layers, moments, float(trained), batch, here, rate)
        say(f"round {epoch + 1} of {effort.rounds}")
    return Model(vocabulary, steps.plain(layers))


def save(model: Model, folder: Path) -> None:
    """Writes a model."""
    known = np.frombuffer("".join(model.vocabulary).encode("utf-8"), np.uint8)
    layers: dict[str, Any] = {name: layer.astype(np.float16) for name, layer in model.layers.items()}
    np.savez_compressed(folder / FILE, vocabulary=known, **layers)


def _start(letters: int, outputs: int, units: int, random: np.random.Generator) -> Layers:
    kinds, hidden, drawn = len(types()), units * 4 // 3, steps.drawing(random)
    layers = {
        "letters": drawn(letters, LETTER, spread=0.3),
        "words": drawn(words.laid("").shape[1], WORD, spread=0.06),
        "senses": drawn(len(signs()) + 1, SENSE, spread=0.3),
        "triggers": drawn(len(ontology.load().edges), TRIGGER, spread=0.3),
        "flags": drawn(len(FLAGS), FLAG, spread=0.3),
        "types": drawn(kinds, TYPE, spread=0.3),
        "kinds": drawn(kinds * kinds, KINDS, spread=0.3),
    }
    inward = LETTER + WORD + SENSE + TRIGGER + FLAG
    width = 8 * units + dense() + 2 * TYPE + KINDS + 2 * (ENTITY + NAME + attention.SIZE)
    return (
        layers
        | steps.convolutions(drawn, inward, units, len(REACHES))
        | _looking(units, drawn)
        | {
            "entity": drawn(units, ENTITY, spread=units**-0.5),
            "entity_bias": np.zeros(ENTITY, np.float32),
            "tails": drawn(letters, TAIL, spread=0.3),
            "tail": drawn(TAIL * ENDING, NAME, spread=(TAIL * ENDING) ** -0.5),
            "tail_bias": np.zeros(NAME, np.float32),
            "inner": drawn(width, hidden, spread=width**-0.5),
            "inner_bias": np.zeros(hidden, np.float32),
            "outer": drawn(hidden, outputs, spread=hidden**-0.5),
            "outer_bias": np.full(outputs, -2.5, np.float32),
            "priors": np.zeros((kinds * kinds, outputs), np.float32),
        }
    )


def _looking(units: int, drawn: steps.Draw) -> Layers:
    """The layers of `kg.relating.attention`."""
    size, heads = attention.SIZE, attention.HEADS
    layers = {"look": drawn(units, size, spread=units**-0.5), "look_bias": np.zeros(size, np.float32)}
    for number in range(attention.ROUNDS):
        layers |= {f"{name}{number}": drawn(size, size, spread=size**-0.5) for name in ("ask", "offer", "tell")}
        layers |= {
            f"heard{number}": drawn(size, size, spread=0.5 * size**-0.5),
            f"in{number}": drawn(size, 2 * size, spread=size**-0.5),
            f"in_bias{number}": np.zeros(2 * size, np.float32),
            f"out{number}": drawn(2 * size, size, spread=0.5 * (2 * size) ** -0.5),
            f"places{number}": np.zeros((heads, attention.PLACES), np.float32),
            f"one{number}": np.zeros((heads, 2), np.float32),
        }
    return layers


Batch = dict[str, Any]


def _batches(shown: Lessons, vocabulary: dict[str, int], random: np.random.Generator) -> Iterator[Batch]:
    starts = shown.starts()
    order = [n for n in random.permutation(len(shown.sheets)).tolist() if starts[n] < starts[n + 1]]
    for first in range(0, len(order), BATCH):
        yield batched(shown, vocabulary, order[first : first + BATCH], starts)


def batched(shown: Lessons, vocabulary: dict[str, int], chosen: Sequence[int], starts: Sequence[int]) -> Batch:
    """The chosen articles as one, filled up."""
    each = [inputs(shown.sheets[n], shown.spots[n], vocabulary) for n in chosen]
    ahead = {of: np.cumsum([0, *(len(one[of]) for one in each)]) for of in set(OFFSETS.values())}
    for number, one in enumerate(each):
        one["articles"] = one["articles"] + number
        one |= {name: one[name] + ahead[of][number] for name, of in OFFSETS.items()}
    rows = np.concatenate([np.arange(starts[n], starts[n + 1]) for n in chosen])
    batch = {name: np.concatenate([one[name] for one in each]) for name in each[0]}
    numbers = np.unique(np.append(0, shown.stated[rows]), return_inverse=True)[1][1:]
    batch |= {"stated": numbers.reshape(len(rows), -1), "counted": shown.counted[rows]}
    return {name: _filled(found, ROUND[ROWS.get(name, "pairs")]) for name, found in batch.items()}


def _filled(found: Array, size: int) -> Array:
    """With empty rows behind, up to a multiple of `size`."""
    return np.pad(found, ((0, -len(found) % size), *((0, 0) for _ in range(found.ndim - 1))))


@cache
def _stepper() -> steps.Step:
    import jax
    import jax.numpy as jnp

    def loss(layers: Layers, batch: Mapping[str, Any], key: jax.Array) -> jax.Array:
        keys = iter(jax.random.split(key, KEYS))
        seen = {**batch, "letters": steps.hiding(batch["letters"], next(keys))}
        doubts = jax.nn.softplus(odds(layers, seen, jnp, steps.dropping(keys))) * batch["counted"]
        stated = batch["stated"].ravel()
        # minus the log of how likely it is that nothing is stated of what gold has not; then of each thing that it has
        sums = jax.ops.segment_sum(doubts.ravel(), stated, stated.size)
        known = jnp.zeros(stated.size, bool).at[stated].set(True)[1:]
        somewhere = jnp.log(-jnp.expm1(-jnp.maximum(sums[1:], TINY)))
        mean: jax.Array = (sums[0] - jnp.where(known, somewhere, 0).sum()) / SCALE
        return mean

    return steps.stepper(loss)
