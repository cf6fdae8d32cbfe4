"""What the mentions of an article learn of one another.

Each mention looks at all others (Vaswani et al., NeurIPS 2017); how far they stand apart and whether both are one
entity weigh in (as relative positions do in Shaw, Uszkoreit and Vaswani, NAACL 2018). That is how what one sentence
says of an entity reaches the next. Part of the network of `kg.relating.encoder`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

ROUNDS, HEADS, WIDTH = 2, 4, 24
SIZE = HEADS * WIDTH
"""Numbers that are known of a mention in the end."""
STEPS, LINES = 3, 4
"""How far apart two mentions can be told to stand: mentions of one sentence, sentences."""
PLACES = 2 * STEPS + 1 + 2 * LINES + 1
MOST = 512
"""Mentions that look at one another; a longer text is cut, so that memory stays small."""


def attended(
    layers: Mapping[str, Any], seen: Mapping[str, Any], read: Any, xp: Any, drop: Callable[[Any, float], Any]
) -> Any:
    """(mentions, SIZE) from `read`, the vectors of the characters that the mentions are."""
    known = read @ layers["look"] + layers["look_bias"]
    parts = [slice(start, start + MOST) for start in range(0, len(known), MOST)] or [slice(0, 0)]
    return xp.concatenate([_attended(layers, seen, part, known[part], xp, drop) for part in parts])


def _attended(
    layers: Mapping[str, Any],
    seen: Mapping[str, Any],
    part: slice,
    known: Any,
    xp: Any,
    drop: Callable[[Any, float], Any],
) -> Any:
    owners, articles = seen["owners"][part], seen["articles"][part]
    places, one = _places(seen["lines"][part], xp), (owners[:, None] == owners[None]).astype(int)
    apart = xp.where(articles[:, None] == articles[None], 0, -1e9).astype(known.dtype)
    for number in range(ROUNDS):
        asked, offered, told = (
            (known @ layers[f"{name}{number}"]).reshape(-1, HEADS, WIDTH).transpose(1, 0, 2)
            for name in ("ask", "offer", "tell")
        )
        odds = asked @ offered.transpose(0, 2, 1) / WIDTH**0.5
        odds = odds + layers[f"places{number}"][:, places] + layers[f"one{number}"][:, one] + apart
        shares = xp.exp(odds - odds.max(axis=2, keepdims=True))
        shares = shares / shares.sum(axis=2, keepdims=True)
        heard = (shares @ told).transpose(1, 0, 2).reshape(-1, SIZE)
        known = known + drop(heard @ layers[f"heard{number}"], 0.5)
        active = xp.maximum(known @ layers[f"in{number}"] + layers[f"in_bias{number}"], 0)
        known = known + drop(active @ layers[f"out{number}"], 0.5)
    return known


def _places(lines: Any, xp: Any) -> Any:
    """A number for how each mention stands to each: so many mentions, or so many sentences, before or behind."""
    order = xp.arange(len(lines))
    steps = xp.clip(order[:, None] - order[None], -STEPS, STEPS) + STEPS
    apart = xp.clip(lines[:, None] - lines[None], -LINES, LINES)
    return xp.where(apart == 0, steps, apart + LINES + 2 * STEPS + 1)
