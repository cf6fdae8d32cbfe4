// title: 一个实体的大事记 | Timeline of an entity
// about: 文章关于一个实体的每条依据，新者在先；otherId 是关系的另一端。
// param id: string — 实体的标识
// param offset: integer = 0 [0..1000000] — 略过前几行
// param limit: integer = 50 [1..1000] — 最多几行
// columns: date, type, direction, otherId, otherName, otherType, status, sentence, edgeId, articleId, articleTitle
// example: kg query --name timeline --param id=tsinghua
MATCH (n:Entity {id: $id})<-[side:SUBJECT|OBJECT]-(s:Statement)-[:FROM]->(a:Article)
MATCH (s)-[:SUBJECT|OBJECT]->(other:Entity)
WHERE other.id <> $id
RETURN s.date AS date, s.edgeType AS type,
       CASE WHEN s.edgeType = 'COLLABORATES_WITH' THEN 'both' WHEN type(side) = 'SUBJECT' THEN 'out' ELSE 'in' END AS direction,
       other.id AS otherId, other.name AS otherName, other.type AS otherType, s.status AS status,
       s.sentence AS sentence, s.edgeId AS edgeId, a.id AS articleId, a.title AS articleTitle
ORDER BY coalesce(date, '') DESC, articleId, s.start, type, otherId, s.id
SKIP $offset LIMIT $limit
