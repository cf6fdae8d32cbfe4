// title: 全部产业 | Industries
// about: 文章中的每个产业有几个主体，多者在先。已终止的不计。
// param limit: integer = 2000 [1..10000] — 最多几行
// columns: id, name, entities
// example: kg query --name industries
MATCH (n:Entity)-[e:IN_INDUSTRY]->(i:Entity)
WHERE coalesce(e.status, '') <> 'ended'
RETURN i.id AS id, i.name AS name, count(DISTINCT n) AS entities
ORDER BY entities DESC, name, id
LIMIT $limit
