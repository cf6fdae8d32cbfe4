// title: 两步之内的关系 | Edges within two steps
// about: 一个实体的邻居（地区、产业除外）再往外的关系，不含它自己的；用来画它周围的图。来源多、可信度高者在先。
// param id: string — 实体的标识
// param limit: integer = 200 [0..1000] — 最多几行
// columns: edgeId, type, status, sources, confidence, headId, headName, headType, tailId, tailName, tailType
// example: kg query --name surroundings --param id=haihe-park
MATCH (n:Entity {id: $id})-[:LOCATED_IN|INCUBATED_BY|SUPPLIES_TO|MEMBER_OF|PART_OF|ESTABLISHED_BY|INVESTS_IN|COLLABORATES_WITH|RELOCATED_FROM]-(near:Entity)
WHERE NOT near.type IN ['Region', 'Industry', 'Agency']
WITH DISTINCT near
MATCH (near)-[e:LOCATED_IN|INCUBATED_BY|SUPPLIES_TO|MEMBER_OF|PART_OF|ESTABLISHED_BY|INVESTS_IN|COLLABORATES_WITH|RELOCATED_FROM]-(far:Entity)
WHERE far.id <> $id AND near.id <> $id AND NOT far.type IN ['Region', 'Industry', 'Agency']
WITH DISTINCT e
WITH e, startNode(e) AS h, endNode(e) AS t
RETURN e.id AS edgeId, type(e) AS type, e.status AS status, e.sources AS sources, e.confidence AS confidence,
       h.id AS headId, h.name AS headName, h.type AS headType, t.id AS tailId, t.name AS tailName, t.type AS tailType
ORDER BY sources DESC, confidence DESC, edgeId
LIMIT $limit
