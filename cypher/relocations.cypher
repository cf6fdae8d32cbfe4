// title: 搬迁 | Relocations
// about: 每个搬迁的主体：迁自哪里，现在位于哪里。
// param limit: integer = 200 [1..10000] — 最多几行
// columns: id, name, fromId, fromName, toName, status, since, sources, edgeId
// example: kg query --name relocations
MATCH (n:Entity)-[e:RELOCATED_FROM]->(f:Entity)
OPTIONAL MATCH (n)-[:LOCATED_IN]->(p:Entity)
WITH n, e, f, min(p.name) AS toName
RETURN n.id AS id, n.name AS name, f.id AS fromId, f.name AS fromName, toName, e.status AS status, e.since AS since,
       e.sources AS sources, e.id AS edgeId
ORDER BY name, edgeId
LIMIT $limit
