// title: 两个日期之间的变化 | What changed between two dates
// about: 报道日期在 since（含）与 until（不含）之间的依据所涉及的关系；new 为真者此前没有报道过，status 是其间最后一次的说法。
// param since: string — 起始日期：2024-01-01、2024-01 或 2024
// param until: string = 9999 — 截止日期，不含
// param type: edge = null — 只要这一类关系
// param offset: integer = 0 [0..1000000] — 略过前几行
// param limit: integer = 200 [1..10000] — 最多几行
// columns: edgeId, type, headId, headName, tailId, tailName, new, status, statements, first, last
// example: kg query --name changes --param since=2024-01-01
MATCH (s:Statement)
WHERE s.date >= $since AND s.date < $until AND ($type IS NULL OR s.edgeType = $type)
WITH s.edgeId AS edgeId, s.edgeType AS type, count(s) AS statements, min(s.date) AS first, max(s.date) AS last, min(s.id) AS one
ORDER BY last DESC, edgeId
SKIP $offset LIMIT $limit
MATCH (o:Statement {edgeId: edgeId})
WHERE o.date >= $since AND o.date < $until
WITH edgeId, type, statements, first, last, one, o ORDER BY o.date, o.id
WITH edgeId, type, statements, first, last, one, collect(o.status) AS said
MATCH (stated:Statement {id: one})
MATCH (stated)-[:SUBJECT]->(h:Entity)
MATCH (stated)-[:OBJECT]->(t:Entity)
RETURN edgeId, type, h.id AS headId, h.name AS headName, t.id AS tailId, t.name AS tailName,
       COUNT { MATCH (before:Statement {edgeId: edgeId}) WHERE before.date < $since } = 0 AS new,
       said[-1] AS status, statements, first, last
ORDER BY last DESC, edgeId
