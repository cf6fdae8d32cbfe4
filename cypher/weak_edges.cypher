// title: 只有一个来源的关系 | Edges with one source
// about: 只有一篇独立报道、可信度低者在先：引用之前先看原句。
// param type: edge = null — 只要这一类关系
// param offset: integer = 0 [0..1000000] — 略过前几行
// param limit: integer = 100 [1..10000] — 最多几行
// columns: edgeId, type, headId, headName, tailId, tailName, status, confidence, lastSeen
// example: kg query --name weak_edges --param limit=20
MATCH (h:Entity)-[e:LOCATED_IN|INCUBATED_BY|SUPPLIES_TO|MEMBER_OF|PART_OF|ESTABLISHED_BY|INVESTS_IN|COLLABORATES_WITH|RELOCATED_FROM|IN_INDUSTRY]->(t:Entity)
WHERE e.sources = 1 AND ($type IS NULL OR type(e) = $type)
RETURN e.id AS edgeId, type(e) AS type, h.id AS headId, h.name AS headName, t.id AS tailId, t.name AS tailName,
       e.status AS status, e.confidence AS confidence, e.lastSeen AS lastSeen
ORDER BY confidence, edgeId
SKIP $offset LIMIT $limit
