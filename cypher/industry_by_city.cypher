// title: 产业在各城市的分布 | Industries by city
// about: 每个产业（产业链环节）在各城市（直辖市则为区）有几个主体；某城市没有的产业即为缺口，code 为空者所在地未见报道。
// param id: string = null — 只要这一产业的标识
// param limit: integer = 500 [1..10000] — 最多几行
// columns: industryId, industry, code, entities, names
// example: kg query --name industry_by_city
MATCH (n:Entity)-[:IN_INDUSTRY]->(i:Entity)
WHERE $id IS NULL OR i.id = $id
OPTIONAL MATCH (n)-[:LOCATED_IN]->(p:Entity)
WITH i, n, coalesce(n.region, min(p.region)) AS region
WITH i, n, CASE WHEN left(region, 2) = '13' THEN left(region, 4) + '00' ELSE region END AS code
ORDER BY n.name, n.id
WITH i, code, count(n) AS entities, collect(n.name) AS names
RETURN i.id AS industryId, i.name AS industry, code, entities, names[0..10] AS names
ORDER BY industry, industryId, entities DESC, coalesce(code, '')
LIMIT $limit
