// title: 一条关系 | One edge
// about: 一条关系的两端、状态、起始时间、独立来源数和可信度。
// param id: string — 关系的标识
// columns: id, type, headId, headName, headType, tailId, tailName, tailType, status, since, sources, confidence
// example: kg query --name edge --param id=e6a9d1e4c683f57049dcb
MATCH (s:Statement {edgeId: $id})-[:SUBJECT]->(h:Entity), (s)-[:OBJECT]->(t:Entity)
WITH DISTINCT h, t, s.edgeType AS type
MATCH (h)-[e]->(t)
WHERE type(e) = type AND e.id = $id
RETURN e.id AS id, type, h.id AS headId, h.name AS headName, h.type AS headType,
       t.id AS tailId, t.name AS tailName, t.type AS tailType,
       e.status AS status, e.since AS since, e.sources AS sources, e.confidence AS confidence
