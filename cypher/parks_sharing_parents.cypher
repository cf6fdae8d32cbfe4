// title: 入驻者同出一门的园区 | Parks whose tenants share a parent
// about: 两个园区都有由同一家公司、高校、院所、平台、联盟或园区孵化、设立或隶属于它的入驻者；shared 是这样的上级的个数。
// param limit: integer = 100 [1..10000] — 最多几行
// columns: oneId, one, otherId, other, shared, parents
// example: kg query --name parks_sharing_parents
MATCH (p:Entity:Park)<-[:LOCATED_IN]-(:Entity)-[:PART_OF|INCUBATED_BY|ESTABLISHED_BY]->(parent:Entity)
WHERE parent.id <> p.id AND parent.type IN ['Company', 'University', 'Institute', 'Platform', 'Cluster', 'Park']
WITH DISTINCT parent, p ORDER BY p.id
WITH parent, collect(p) AS parks
WHERE size(parks) > 1
UNWIND range(0, size(parks) - 2) AS here
UNWIND range(here + 1, size(parks) - 1) AS there
WITH parks[here] AS p, parks[there] AS q, parent ORDER BY parent.id
WITH p, q, collect(parent.name) AS parents
RETURN p.id AS oneId, p.name AS one, q.id AS otherId, q.name AS other, size(parents) AS shared, parents[0..10] AS parents
ORDER BY shared DESC, oneId, otherId
LIMIT $limit
