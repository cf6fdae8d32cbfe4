"""What gold has is learnt from whichever of its places states it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from kg.training import networks


def test_how_likely_it_is_that_no_other_place_states_a_thing() -> None:
    stated = np.array([[1, 0], [1, 2], [0, 1]])
    found = np.array([[0.5, 0.9], [0.2, 0.7], [0.9, 0.1]], np.float32)
    elsewhere = networks.unstated(stated, found)
    assert elsewhere == pytest.approx(np.array([[0.8 * 0.9, 1], [0.5 * 0.9, 1], [1, 0.5 * 0.8]]), abs=1e-6)
    assert networks.unstated(np.zeros_like(stated), found).tolist() == np.ones((3, 2)).tolist()


def test_of_two_places_the_one_that_elsewhere_states_nothing_need_not_state_it() -> None:
    telling, idle = [1.0, 0.0], [0.0, 1.0]
    features = csr_matrix(np.array([[*telling], [*idle]] * 200 + [idle] * 400, np.float32) * networks.SCALE)
    stated = np.zeros((800, 1), np.int64)
    stated[:400, 0] = np.repeat(np.arange(1, 201), 2)
    shown = networks.Examples(features, stated, np.ones(stated.shape, np.float32))
    network = networks.fit(shown, seed=0, say=lambda _: None, epochs=40)
    found = network.probabilities(features[:2])[:, 0]
    assert found[0] > 0.8
    assert found[1] < 0.1
