// title: 城市之间的流向 | Flows between cities
// about: 城市（直辖市为一城）之间孵化、搬迁、供应、投资的条数：自 origin 流向 destination，均为行政区划代码。两端的地区取自行政区划代码，没有时取其所在地；搬迁者先取所在地；所在地不止一处者各算一条；只知道省的不计。
// param type: edge = null — 只要这一类关系
// columns: origin, destination, type, count, planned
// example: kg query --name flows_by_city
MATCH (h:Entity)-[e:INCUBATED_BY|RELOCATED_FROM|SUPPLIES_TO|INVESTS_IN]->(t:Entity)
WHERE $type IS NULL OR type(e) = $type
WITH e, CASE WHEN h.region IS NULL OR type(e) IN ['RELOCATED_FROM'] THEN [(h)-[:LOCATED_IN]->(p:Entity) WHERE p.region IS NOT NULL | p.region] ELSE [] END AS near,
     CASE WHEN h.region IS NULL THEN [] ELSE [h.region] END AS own,
     CASE WHEN t.region IS NULL THEN [(t)-[:LOCATED_IN]->(p:Entity) WHERE p.region IS NOT NULL | p.region] ELSE [t.region] END AS tails
WITH e, reduce(found = [], code IN CASE WHEN size(near) = 0 THEN own ELSE near END | CASE WHEN code IN found THEN found ELSE found + code END) AS heads,
     reduce(found = [], code IN tails | CASE WHEN code IN found THEN found ELSE found + code END) AS tails
WITH e, CASE WHEN type(e) IN ['INCUBATED_BY', 'RELOCATED_FROM'] THEN [tails, heads] ELSE [heads, tails] END AS way
UNWIND way[0] AS start
UNWIND way[1] AS goal
WITH DISTINCT e, CASE WHEN left(start, 2) IN ['11', '12'] THEN left(start, 2) + '0000' ELSE left(start, 4) + '00' END AS origin,
     CASE WHEN left(goal, 2) IN ['11', '12'] THEN left(goal, 2) + '0000' ELSE left(goal, 4) + '00' END AS destination
WHERE origin <> destination AND origin <> '130000' AND destination <> '130000'
RETURN origin, destination, type(e) AS type, count(e) AS count,
       sum(CASE WHEN e.status = 'planned' THEN 1 ELSE 0 END) AS planned
ORDER BY count DESC, origin, destination, type
