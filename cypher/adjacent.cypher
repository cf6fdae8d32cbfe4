// title: 相邻实体 | Neighbours
// about: 一个实体的每条关系和另一端的实体；来源多、可信度高者在先。无方向的关系（合作）在两个方向下都列出。
// param id: string — 实体的标识
// param edge: edge = null — 只要这一类关系
// param direction: string = both {in|out|both} — out：由它出发；in：指向它
// param offset: integer = 0 [0..1000000] — 略过前几行
// param limit: integer = 50 [1..1000] — 最多几行
// columns: edgeId, type, direction, status, since, firstSeen, lastSeen, sources, confidence, otherId, otherName, otherType
// example: kg query --name adjacent --param id=tsinghua --param direction=out
MATCH (n:Entity {id: $id})-[e:LOCATED_IN|INCUBATED_BY|SUPPLIES_TO|MEMBER_OF|PART_OF|ESTABLISHED_BY|INVESTS_IN|COLLABORATES_WITH|RELOCATED_FROM|IN_INDUSTRY]-(other:Entity)
WITH e, other, CASE WHEN type(e) = 'COLLABORATES_WITH' THEN 'both' WHEN startNode(e).id = $id THEN 'out' ELSE 'in' END AS way
WHERE ($edge IS NULL OR type(e) = $edge) AND ($direction = 'both' OR way = 'both' OR way = $direction)
RETURN e.id AS edgeId, type(e) AS type, way AS direction, e.status AS status, e.since AS since, e.firstSeen AS firstSeen,
       e.lastSeen AS lastSeen, e.sources AS sources, e.confidence AS confidence,
       other.id AS otherId, other.name AS otherName, other.type AS otherType
ORDER BY sources DESC, confidence DESC, otherId, edgeId
SKIP $offset LIMIT $limit
