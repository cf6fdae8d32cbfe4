"""Repeated strings as signs of names."""

from kg.naming.units import repeated


def test_units_a_name_repeated_between_different_words_is_found() -> None:
    text = "永顺兴供货。货主叫永顺兴的，来自白沟；而永顺兴电镀另起炉灶。"
    assert {text[c.start : c.end] for c in repeated(text)} == {"永顺兴"}


def test_units_a_string_with_one_neighbour_only_is_part_of_a_longer_one() -> None:
    text = "去年永顺兴厂开工，今年永顺兴厂扩建。"
    assert "顺兴" not in {text[c.start : c.end] for c in repeated(text)}
