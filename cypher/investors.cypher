// title: 投资方 | Investors
// about: 投资了企业或项目的主体，投资多者在先；planned 是其中尚在计划中的。
// param limit: integer = 50 [1..1000] — 最多几行
// columns: id, name, type, region, investments, planned, examples
// example: kg query --name investors
MATCH (n:Entity)-[e:INVESTS_IN]->(t:Entity)
WITH n, e, t ORDER BY t.articleCount DESC, t.id
WITH n, count(t) AS investments, sum(CASE WHEN e.status = 'planned' THEN 1 ELSE 0 END) AS planned,
     collect(t.name)[0..5] AS examples
RETURN n.id AS id, n.name AS name, n.type AS type, n.region AS region, investments, planned, examples
ORDER BY investments DESC, id
LIMIT $limit
