// title: 园区 | Parks
// about: 全部园区，入驻企业多者在先。
// param offset: integer = 0 [0..1000000] — 略过前几行
// param limit: integer = 50 [1..1000] — 最多几行
// columns: id, name, region, companies, articleCount
// example: kg query --name parks
MATCH (p:Entity:Park)
OPTIONAL MATCH (p)<-[e:LOCATED_IN]-(c:Entity:Company)
RETURN p.id AS id, p.name AS name, p.region AS region, count(DISTINCT c) AS companies, p.articleCount AS articleCount
ORDER BY companies DESC, articleCount DESC, id
SKIP $offset LIMIT $limit
