"""The gazetteer's files: what every line must hold, and how much they must know."""

import re
from collections import Counter, defaultdict
from importlib.resources import files

import pytest

from kg.naming import gazetteer
from kg.naming.gazetteer import Entry

ENTRIES = tuple(gazetteer.load().entries.values())
FILES = sorted(path.name for path in (files("kg") / "lexicon").iterdir() if path.name.endswith(".csv"))
JJJ = ("11", "12", "13")


def of_type(kind: str) -> list[Entry]:
    return [entry for entry in ENTRIES if entry.type == kind]


def in_file(name: str) -> list[Entry]:
    return [entry for entry in ENTRIES if f"/{name}," in entry.place]


def test_ids_are_readable_slugs() -> None:
    assert [e.id for e in ENTRIES if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", e.id)] == []


def test_a_sure_form_names_one_thing() -> None:
    """Across types too: who else bears a name makes it ambiguous for one of them."""
    bearers = defaultdict(set)
    for entry in ENTRIES:
        for form in entry.forms:
            bearers[gazetteer.fold(form)].add(entry.id)
    assert {form: ids for form, ids in bearers.items() if len(ids) > 1} == {}


def test_a_form_is_not_both_sure_and_ambiguous_for_one_thing() -> None:
    assert [e.id for e in ENTRIES if set(e.forms) & set(e.ambiguous)] == []


def test_no_form_is_given_twice_for_one_thing() -> None:
    doubled = [e.id for e in ENTRIES if max(Counter(map(gazetteer.fold, (*e.forms, *e.ambiguous))).values()) > 1]
    assert doubled == []


def test_single_characters_are_ambiguous() -> None:
    assert [(e.id, form) for e in ENTRIES for form in e.forms if len(form) < 2] == []


def test_forms_have_no_stray_signs() -> None:
    stray = re.compile(r"[?？|,，;；。\s\"“”]$|^[\s，。]|  ")
    assert [(e.id, form) for e in ENTRIES for form in (*e.forms, *e.ambiguous) if stray.search(form)] == []


def test_coordinates_come_in_pairs_and_near_their_province() -> None:
    assert [e.id for e in ENTRIES if (e.lon is None) != (e.lat is None)] == []
    far = [
        e.id
        for e in ENTRIES
        if e.lon is not None and e.lat is not None and e.region[:2] in JJJ
        if not (113.4 < e.lon < 119.9 and 36.0 < e.lat < 42.7)
    ]
    assert far == []


def test_no_entry_is_its_own_ancestor() -> None:
    known = gazetteer.load().entries
    for entry in ENTRIES:
        seen, at = {entry.id}, entry.parent
        while at:
            assert at not in seen, entry.id
            seen.add(at)
            at = known[at].parent


@pytest.mark.parametrize("name", FILES)
def test_every_source_is_explained(name: str) -> None:
    sources = {entry.source for entry in in_file(name)}
    explained = (files("kg") / "lexicon" / "SOURCES.md").read_text(encoding="utf-8")
    title = next(line for line in explained.splitlines() if line.startswith("## ") and name in line)
    section = explained.partition(title)[2].partition("\n## ")[0]
    assert {source for source in sources if f"`{source}`" not in section} == set()


@pytest.mark.parametrize(
    ("kind", "prefixes", "floor"),
    [
        ("Park", JJJ, 260),
        ("Institute", JJJ, 180),
        ("Platform", JJJ, 60),
        ("Cluster", ("", *JJJ), 60),
        ("Agency", ("", *JJJ), 300),
        ("University", JJJ, 280),
        ("Industry", ("",), 120),
        ("Company", ("", *JJJ), 800),
    ],
)
def test_there_are_enough_of_each_type(kind: str, prefixes: tuple[str, ...], floor: int) -> None:
    near = [e for e in of_type(kind) if e.region[:2] in prefixes]
    assert len(near) >= floor


def test_regions_of_the_three_provinces_are_complete() -> None:
    levels = Counter(
        (e.region[:2], "county" if e.region[4:] != "00" else "city" if e.region[2:] != "0000" else "province")
        for e in of_type("Region")
        if e.id == f"region-{e.region}" and e.region[:2] in JJJ
    )
    assert levels["11", "county"] == 16
    assert levels["12", "county"] == 16
    assert levels["13", "city"] == 11
    # 49 districts, 21 county-level cities, 97 counties, and the functional areas that have a code of their own
    assert levels["13", "county"] == 167 + 8


@pytest.mark.parametrize("kind", ["Region", "Park", "University"])
def test_places_of_the_region_can_be_drawn(kind: str) -> None:
    named = [e for e in of_type(kind) if e.region[:2] in JJJ and (kind != "Region" or e.id == f"region-{e.region}")]
    if kind == "University":
        named = [e for e in named if e.region[2:] != "0000"]
    assert [e.id for e in named if e.lon is None and e.region[2:] != "0000"] == []
