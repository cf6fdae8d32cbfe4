// title: 一篇文章所说的关系 | Facts of an article
// about: 一篇文章的每条依据，按在文中的先后。
// param id: string — 文章的标识
// columns: statement, sentence, start, end, edgeId, type, headId, headName, headType, tailId, tailName, tailType, status, rule, trigger, confidence
// example: kg query --name facts_of_article --param id=a1
MATCH (:Article {id: $id})<-[:FROM]-(s:Statement)
MATCH (s)-[:SUBJECT]->(h:Entity)
MATCH (s)-[:OBJECT]->(t:Entity)
RETURN s.id AS statement, s.sentence AS sentence, s.start AS start, s.`end` AS `end`, s.edgeId AS edgeId,
       s.edgeType AS type, h.id AS headId, h.name AS headName, h.type AS headType,
       t.id AS tailId, t.name AS tailName, t.type AS tailType,
       s.status AS status, s.rule AS rule, s.trigger AS trigger, s.confidence AS confidence
ORDER BY start, type, headId, tailId, statement
