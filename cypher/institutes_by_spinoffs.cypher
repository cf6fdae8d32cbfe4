// title: 高校院所孵化的企业数 | Institutes by number of spin-offs
// about: 高校与科研机构各孵化了几家企业（或项目），其中几家在本机构所在省市之外；所在地取企业的所在地。
// param region: string = null — 只要这一地区的机构：行政区划代码，如 110000、110108
// param limit: integer = 50 [1..1000] — 最多几行
// columns: id, name, type, region, spinoffs, elsewhere, planned
// example: kg query --name institutes_by_spinoffs
WITH CASE WHEN $region ENDS WITH '0000' THEN left($region, 2)
          WHEN $region ENDS WITH '00' THEN left($region, 4)
          ELSE $region END AS area
MATCH (n:Entity)<-[e:INCUBATED_BY]-(c:Entity)
WHERE (n.type = 'University' OR n.type = 'Institute') AND (area IS NULL OR n.region STARTS WITH area)
OPTIONAL MATCH (c)-[:LOCATED_IN]->(place:Entity)
WITH n, e, c, coalesce(c.region, min(place.region)) AS there
RETURN n.id AS id, n.name AS name, n.type AS type, n.region AS region, count(c) AS spinoffs,
       sum(CASE WHEN left(there, 2) <> left(n.region, 2) THEN 1 ELSE 0 END) AS elsewhere,
       sum(CASE WHEN e.status = 'planned' THEN 1 ELSE 0 END) AS planned
ORDER BY spinoffs DESC, id
LIMIT $limit
