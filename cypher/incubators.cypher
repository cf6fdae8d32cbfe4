// title: 孵化机构 | Incubators
// about: 孵化企业或项目的高校、院所、园区和平台，孵化多者在先；examples 是其中几家。
// param limit: integer = 50 [1..1000] — 最多几行
// columns: id, name, type, region, incubated, examples
// example: kg query --name incubators
MATCH (n:Entity)<-[:INCUBATED_BY]-(c:Entity)
WITH n, c ORDER BY c.articleCount DESC, c.id
WITH n, count(c) AS incubated, collect(c.name)[0..5] AS examples
RETURN n.id AS id, n.name AS name, n.type AS type, n.region AS region, incubated, examples
ORDER BY incubated DESC, id
LIMIT $limit
