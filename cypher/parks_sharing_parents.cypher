// title: 入驻者同出一门的园区 | Parks whose tenants share a parent
// about: 两个园区都有由同一家公司、高校或院所孵化、设立或隶属于它的入驻者；shared 是这样的上级的个数。
// param limit: integer = 100 [1..10000] — 最多几行
// columns: oneId, one, otherId, other, shared, parents
// example: kg query --name parks_sharing_parents
MATCH (p:Entity:Park)<-[:LOCATED_IN]-(:Entity)-[:PART_OF|INCUBATED_BY|ESTABLISHED_BY]->(parent:Entity)
WHERE parent.id <> p.id
WITH DISTINCT p, parent
MATCH (parent)<-[:PART_OF|INCUBATED_BY|ESTABLISHED_BY]-(:Entity)-[:LOCATED_IN]->(q:Entity:Park)
WHERE q.id > p.id AND parent.id <> q.id
WITH DISTINCT p, q, parent ORDER BY parent.id
WITH p, q, collect(parent.name) AS parents
RETURN p.id AS oneId, p.name AS one, q.id AS otherId, q.name AS other, size(parents) AS shared, parents[0..10] AS parents
ORDER BY shared DESC, oneId, otherId
LIMIT $limit
