// title: 跨地区流向 | Corridors between regions
// about: 京、津、冀之间孵化、搬迁、供应、投资的条数：自 origin 流向 destination。两端的地区取自行政区划代码，没有时取其所在地；搬迁者先取所在地；所在地不止一处者各算一条。
// param type: edge = null — 只要这一类关系
// param across: boolean = true — 只要跨省市的
// columns: origin, destination, type, count, planned
// example: kg query --name corridor --param across=true
MATCH (h:Entity)-[e:INCUBATED_BY|RELOCATED_FROM|SUPPLIES_TO|INVESTS_IN]->(t:Entity)
WHERE $type IS NULL OR type(e) = $type
WITH e, CASE WHEN h.region IS NULL OR type(e) IN ['RELOCATED_FROM'] THEN [(h)-[:LOCATED_IN]->(p:Entity) WHERE p.region IS NOT NULL | left(p.region, 2)] ELSE [] END AS near,
     CASE WHEN h.region IS NULL THEN [] ELSE [left(h.region, 2)] END AS own,
     CASE WHEN t.region IS NULL THEN [(t)-[:LOCATED_IN]->(p:Entity) WHERE p.region IS NOT NULL | left(p.region, 2)] ELSE [left(t.region, 2)] END AS tails
WITH e, reduce(found = [], code IN CASE WHEN size(near) = 0 THEN own ELSE near END | CASE WHEN code IN found THEN found ELSE found + code END) AS heads,
     reduce(found = [], code IN tails | CASE WHEN code IN found THEN found ELSE found + code END) AS tails
WITH e, CASE WHEN type(e) IN ['INCUBATED_BY', 'RELOCATED_FROM'] THEN [tails, heads] ELSE [heads, tails] END AS way
UNWIND way[0] AS start
UNWIND way[1] AS goal
WITH e, start, goal
WHERE NOT $across OR start <> goal
RETURN CASE start WHEN '11' THEN '北京' WHEN '12' THEN '天津' WHEN '13' THEN '河北' ELSE '其他' END AS origin,
       CASE goal WHEN '11' THEN '北京' WHEN '12' THEN '天津' WHEN '13' THEN '河北' ELSE '其他' END AS destination,
       type(e) AS type, count(e) AS count, sum(CASE WHEN e.status = 'planned' THEN 1 ELSE 0 END) AS planned
ORDER BY origin, destination, type
