"""The guard for queries that analysts write: what it refuses, what it lets through, and that it never breaks."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api import guard
from kg.errors import QueryError
from loaders import queries
from loaders.base import Store

REFUSED = (
    "CREATE (n)",
    "create (n:Entity {id: 'x'}) return n",
    "CrEaTe (n)",
    "MATCH (n) SET n.name = 'x'",
    "MATCH (n) SET n:Company RETURN n",
    "MATCH (n) DELETE n",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n) REMOVE n.name",
    "MERGE (n:Entity {id: 'x'}) RETURN n",
    "MATCH (n) FOREACH (x IN [1] | CREATE (m))",
    "DROP CONSTRAINT entity_id",
    "DROP INDEX entity_name IF EXISTS",
    "RETURN 1; CREATE (n)",
    "RETURN 1; RETURN 2",
    "/* MATCH (n) */ CREATE (n)",
    "// RETURN 1\nCREATE (n)",
    "// RETURN 1\rCREATE (n)",
    "RETURN 1 /* ' */ CREATE (n) /* ' */",
    "MATCH (n) /**/ SET/**/n.x = 1",
    "RETURN 1 UNION CREATE (n) RETURN n",
    "CALL { CREATE (n) RETURN n } RETURN n",
    "MATCH (n) CALL { WITH n SET n.x = 1 } RETURN n",
    "MATCH (n) CALL { WITH n DELETE n } IN TRANSACTIONS OF 10 ROWS",
    "MATCH (n) WHERE EXISTS { CREATE (m) } RETURN n",
    r"\u0043REATE (n)",
    r"RETURN '\u0027 CREATE (n) //'",
    r"RETURN '\uuu0027 CREATE (n) //'",
    r"RETURN `a\u0060 CREATE (n)`",
    "LOAD CSV FROM 'file:///etc/passwd' AS row RETURN row",
    "load /* */ csv FROM 'http://127.0.0.1/' AS row RETURN row",
    "MATCH (n) LOAD CSV WITH HEADERS FROM 'x' AS row RETURN row",
    "CALL dbms.listConfig()",
    "CALL dbms.security.listUsers() YIELD username RETURN username",
    "CALL apoc.cypher.doIt('CREATE (n)', {})",
    "CALL db.labels()",
    "CALL `apoc`.`load`.`json`('file:///etc/passwd')",
    "MATCH (n) CALL apoc.create.node([], {}) YIELD node RETURN node",
    "RETURN apoc.cypher.runFirstColumnSingle('CREATE (n)', {})",
    "RETURN `apoc`.`util`.`sleep`(1)",
    "USE system SHOW USERS",
    "USE other MATCH (n) RETURN n",
    "SHOW USERS",
    "SHOW INDEXES",
    "TERMINATE TRANSACTION 'x'",
    "PROFILE CREATE (n)",
    "EXPLAIN CREATE (n)",
    "CYPHER runtime=slotted MATCH (n) RETURN n",
    "MATCH (n) RETURN n FORMAT CSV",
    "MATCH (n) WITH n AS x CREATE (x)",
    "MATCH (as) WITH as CREATE (n)",
    "RETURN 1. CREATE (n)",
    "RETURN 1.CREATE",
    "INSERT (n)",
    "MATCH (n) USING INDEX n:Entity(id) RETURN n",
    "RETURN 'a' 'b'",
    "RETURN 'open",
    "RETURN `open",
    "RETURN (1",
    "RETURN 1)",
    "RETURN (1]",
    "RETURN 1 @ 2",
    "MATCH (a)-[*]-(b) RETURN a",
    "MATCH (a)-[*2..]-(b) RETURN a",
    "MATCH (a)-[*1..30]-(b) RETURN a",
    "MATCH (a)-[:LOCATED_IN*..99]->(b) RETURN a",
    "MATCH (a)-[e:LOCATED_IN* {x: 1}]->(b) RETURN a",
    "MATCH (a) ((x)-->(y)){1,30} (b) RETURN a",
    "MATCH (a) ((x)-->(y)){2,} (b) RETURN a",
    "RETURN " + "(" * 5000 + "1" + ")" * 5000,
    "RETURN " + "[" * 100 + "]" * 100,
    "RETURN " + "1+" * 20_000 + "1",
    "",
    "  // nothing\n",
    ";",
)
ALLOWED = (
    "RETURN 'CREATE (n)' AS x",
    'RETURN "LOAD CSV FROM; DELETE" AS x',
    "RETURN 1 AS x // CREATE (n)",
    "RETURN /* DELETE */ 1 AS x",
    "RETURN 1 AS x;",
    "MATCH (n:Park) RETURN n.name AS `园区`",
    "MATCH (n:Park) RETURN n.name AS 园区, n.`名称` AS `CREATE`",
    "MATCH (n:Entity) WHERE EXISTS { (n)-[:LOCATED_IN]->(:Park) } RETURN n.id AS id ORDER BY id",
    "MATCH (n:Entity) WHERE EXISTS { MATCH (n)-[:LOCATED_IN]->(p) WHERE p:Park } RETURN n.id AS id",
    "MATCH (n:Entity) RETURN n.id AS id, COUNT { (n)--() } AS edges ORDER BY edges DESC SKIP 1 LIMIT 3",
    "MATCH p = shortestPath((a:Entity {id: 'xinglan'})-[*..6]-(b:Entity {id: 'haihe-park'})) RETURN length(p) AS n",
    "MATCH (a:Entity)-[e:SUPPLIES_TO*1..3]->(b) RETURN a.id AS a, size(e) AS n",
    "MATCH (n:Park) CALL { WITH n MATCH (n)<-[:LOCATED_IN]-(c) RETURN count(c) AS c } RETURN n.id AS id, c",
    "MATCH (n:Park) CALL (n) { MATCH (n)<-[:LOCATED_IN]-(c) RETURN count(c) AS c } RETURN n.id AS id, c",
    "UNWIND [1, 2, 3] AS x WITH x WHERE x <> 2 AND NOT x IN [9] RETURN collect(DISTINCT x) AS all",
    "MATCH (n:Region) RETURN n.id AS id UNION ALL MATCH (n:Park) RETURN n.id AS id",
    "OPTIONAL MATCH (n:Entity {id: 'nobody'}) RETURN n IS NULL AS none",
    "MATCH (n:Entity) RETURN CASE n.type WHEN 'Park' THEN 1 ELSE 0 END AS park LIMIT 2",
    "RETURN reduce(s = 0, x IN range(1, 10) | s + x) AS sum, [x IN range(1, 3) WHERE x > 1 | x * 2] AS l",
    "RETURN 1.5 AS a, 1e3 AS b, -2 AS c, [1, 2, 3][0..2] AS d, {set: 1}.`set` AS e".replace("{set", "{`set`"),
    "MATCH (s:Statement) RETURN s.start AS start, s.`end` AS stop LIMIT 1",
)


@pytest.mark.parametrize("cypher", REFUSED, ids=lambda text: text[:50])
def test_refused(cypher: str) -> None:
    with pytest.raises(QueryError) as found:
        guard.check(cypher)
    assert len(str(found.value)) < 400


@pytest.mark.parametrize("cypher", ALLOWED, ids=lambda text: text[:50])
def test_allowed_and_runs(store: Store, cypher: str) -> None:
    with store.view() as view:
        assert view.query(guard.check(cypher)).rows


@pytest.mark.parametrize("name", sorted(queries.load()))
def test_every_named_query_would_be_allowed_but_for_procedures(name: str) -> None:
    query = queries.load()[name]
    if query.procedures:
        with pytest.raises(QueryError, match="procedures are not"):
            guard.check(query.text)
    else:
        assert guard.check(query.text) == query.text


def test_the_way_out_is_named() -> None:
    with pytest.raises(QueryError, match="`set`"):
        guard.check("MATCH (n) RETURN n.name AS set")
    with pytest.raises(QueryError, match=re.escape("*1..15")):
        guard.check("MATCH (a)-[*]-(b) RETURN a")
    with pytest.raises(QueryError, match="subqueries only"):
        guard.check("CALL db.labels()")


CYPHER_LIKE = st.lists(
    st.sampled_from(
        [*sorted(guard.WORDS), *sorted(guard.REFUSED), "n", "(n)", "(", ")", "[", "]", "{", "}", "'", '"', "`", "\\",
         "*", "..", "1", "30", ",", ".", ":", ";", "|", "-", "->", "//", "/*", "*/", "\n", "\r", " ",
         "$p", "园区", "count("]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(st.text() | CYPHER_LIKE)
@example("/*/")
@example("`a``b`")
def test_tokens_joined_give_the_text(cypher: str) -> None:
    try:
        found = guard.tokens(cypher)
    except QueryError:
        return
    assert "".join(token.text for token in found) == cypher


@given(st.text() | CYPHER_LIKE)
@example("RETURN {")
@example("MATCH (a)-[*")
@example("CALL (")
@example("RETURN 1 //;")
@example("RETURN 1\x1c;")
def test_what_passes_passes_again_and_holds_no_clause_that_writes(cypher: str) -> None:
    try:
        passed = guard.check(cypher)
    except QueryError:
        return
    assert guard.check(passed) == passed
    assert not any(token.kind == "space" and token.text.strip() for token in guard.tokens(passed))


@given(st.sampled_from(sorted(guard.REFUSED)), st.data())
def test_a_clause_is_refused_wherever_it_stands(word: str, data: st.DataObject) -> None:
    cased = "".join(data.draw(st.sampled_from([letter.lower(), letter])) for letter in word)
    space = data.draw(st.sampled_from([" ", "\n", "/**/", "// x\n", "\t", "\u3000"]))
    before = data.draw(
        st.sampled_from(["", "MATCH (n)", "RETURN 1", "WITH 1 AS x", "RETURN 'a'", "CALL {", "RETURN *"])
    )
    with pytest.raises(QueryError):
        guard.check(f"{before}{space}{cased}{space}(n)")


DEEP: Any = []
for _ in range(2000):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), 2**63, "\ud800", {"\ud800": 1}, [{"a": [-(2**70)]}], DEEP, [0] * 100_001],
    ids=["nan", "infinity", "65 bits", "surrogate", "key", "inner", "deep", "many"],
)
def test_parameters_that_no_store_can_hold(value: Any) -> None:
    with pytest.raises(QueryError):
        guard.check_params({"p": value})


def test_parameters_that_are_plain() -> None:
    guard.check_params({"a": 1, "b": [1.5, "京津冀", None, True], "c": {"d": [2**63 - 1]}})
