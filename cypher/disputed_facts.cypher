// title: 说法不一的关系 | Facts that articles disagree on
// about: 同一条关系，有的依据说在计划中，有的说已完成或已终止；各列出有几条依据和最近的日期。
// param limit: integer = 200 [1..10000] — 最多几行
// columns: edgeId, type, headId, headName, tailId, tailName, planned, done, ended, lastPlanned, lastOther
// example: kg query --name disputed_facts
MATCH (s:Statement)-[:FROM]->(:Article)
WITH s.edgeId AS edgeId, s.edgeType AS type, count(DISTINCT s.status) AS kinds,
     sum(CASE WHEN s.status = 'planned' THEN 1 ELSE 0 END) AS planned,
     sum(CASE WHEN s.status = 'done' THEN 1 ELSE 0 END) AS done,
     sum(CASE WHEN s.status = 'ended' THEN 1 ELSE 0 END) AS ended,
     max(CASE WHEN s.status = 'planned' THEN s.date END) AS lastPlanned,
     max(CASE WHEN s.status <> 'planned' THEN s.date END) AS lastOther, min(s.id) AS first
WHERE kinds > 1
MATCH (stated:Statement {id: first})
MATCH (stated)-[:SUBJECT]->(h:Entity)
MATCH (stated)-[:OBJECT]->(t:Entity)
RETURN edgeId, type, h.id AS headId, h.name AS headName, t.id AS tailId, t.name AS tailName, planned, done, ended,
       lastPlanned, lastOther
ORDER BY planned + done + ended DESC, edgeId
LIMIT $limit
