"""What the networks that read characters have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController

EMPTY, OTHER = 0, 1
"""Numbers of what is no character and of a character that training has not met."""
Drop = Callable[[Any, float], Any]
"""What training does to numbers on their way: leaves out this part of the usual share."""


def numbered(characters: Iterable[str]) -> dict[str, int]:
    """The numbers of the characters that training has met."""
    return {char: number for number, char in enumerate(characters, start=OTHER + 1)}


def kept(found: Any, part: float) -> Any:
    """What use does to them: nothing."""
    return found


def one_thread() -> AbstractContextManager[Any]:
    """Products of matrices as small as these take twice the time of processors on two threads."""
    limited: AbstractContextManager[Any] = _controller().limit(limits=1, user_api="blas")
    return limited


@cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


def convolved(layers: Mapping[str, Any], read: Any, live: Any, reaches: Sequence[int], xp: Any, drop: Drop) -> Any:
    """(characters, units) from (characters, inputs): convolutions one after the other, each adding to the one before.

    Each sees a character and the two so far to its sides (Collobert et al., JMLR 12, 2011); `live`, (characters, 1), is
    0 for blanks. Layers `w0`, `b0` and so on: (3, inputs, units) and (units). With the functions of `xp`, numpy or
    jax.numpy.
    """
    for number, reach in enumerate(reaches):
        left, here, right = (read @ layers[f"w{number}"][i] for i in range(3))
        step = min(reach, len(read))
        found = here + xp.pad(left[: len(read) - step], ((step, 0), (0, 0))) + xp.pad(right[step:], ((0, step), (0, 0)))
        active = drop(xp.maximum(found + layers[f"b{number}"], 0), 1)
        read = (active + read if number else active) * live
    return read
