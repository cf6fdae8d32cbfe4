// title: 落户之处 | Places by what is located there
// about: 有经纬度的地区、园区与院校，各有多少主体位于其中，多者在先；planned 是其中尚在计划中的。
// param limit: integer = 200 [1..10000] — 最多几行
// columns: id, name, type, region, lon, lat, entities, planned
// example: kg query --name places
MATCH (p:Entity)<-[e:LOCATED_IN]-(:Entity)
WHERE p.lon IS NOT NULL AND p.lat IS NOT NULL
RETURN p.id AS id, p.name AS name, p.type AS type, p.region AS region, p.lon AS lon, p.lat AS lat,
       count(e) AS entities, sum(CASE WHEN e.status = 'planned' THEN 1 ELSE 0 END) AS planned
ORDER BY entities DESC, id
LIMIT $limit
