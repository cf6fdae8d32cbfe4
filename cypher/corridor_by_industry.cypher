// title: 跨地区走廊：按产业与年份 | Corridor by industry and year
// about: 京、津、冀之间每个产业每年孵化、搬迁、供应各几条：自 origin 流向 destination。产业取自企业（供应取自任一端），年份取关系的起始时间，没有时取最早的报道；不详者为空。一端有几个地区或产业的各算一条。
// param industry: string = null — 只要这一产业的标识
// param across: boolean = true — 只要跨省市的
// param limit: integer = 1000 [1..10000] — 最多几行
// columns: origin, destination, industry, year, incubated, relocated, supplies
// example: kg query --name corridor_by_industry
MATCH (h:Entity)-[e:INCUBATED_BY|RELOCATED_FROM|SUPPLIES_TO]->(t:Entity)
WITH e, left(coalesce(e.since, e.firstSeen), 4) AS year,
     CASE WHEN h.region IS NULL OR type(e) IN ['RELOCATED_FROM'] THEN [(h)-[:LOCATED_IN]->(p:Entity) WHERE p.region IS NOT NULL | left(p.region, 2)] ELSE [] END AS near,
     CASE WHEN h.region IS NULL THEN [] ELSE [left(h.region, 2)] END AS own,
     CASE WHEN t.region IS NULL THEN [(t)-[:LOCATED_IN]->(p:Entity) WHERE p.region IS NOT NULL | left(p.region, 2)] ELSE [left(t.region, 2)] END AS tails,
     [(h)-[:IN_INDUSTRY]->(i:Entity) | [i.id, i.name]] + CASE WHEN type(e) IN ['SUPPLIES_TO'] THEN [(t)-[:IN_INDUSTRY]->(i:Entity) | [i.id, i.name]] ELSE [] END AS industries
WITH e, year, CASE WHEN size(near) = 0 THEN own ELSE near END AS heads, tails, CASE WHEN size(industries) = 0 THEN [[null, null]] ELSE industries END AS industries
WITH e, year, industries, CASE WHEN type(e) IN ['INCUBATED_BY', 'RELOCATED_FROM'] THEN [tails, heads] ELSE [heads, tails] END AS way
UNWIND way[0] AS start
UNWIND way[1] AS goal
UNWIND industries AS industry
WITH DISTINCT e, type(e) AS kind, year, start, goal, industry[0] AS id, industry[1] AS name
WHERE (NOT $across OR start <> goal) AND ($industry IS NULL OR id = $industry)
RETURN CASE start WHEN '11' THEN '北京' WHEN '12' THEN '天津' WHEN '13' THEN '河北' ELSE '其他' END AS origin,
       CASE goal WHEN '11' THEN '北京' WHEN '12' THEN '天津' WHEN '13' THEN '河北' ELSE '其他' END AS destination,
       name AS industry, year,
       sum(CASE WHEN kind IN ['INCUBATED_BY'] THEN 1 ELSE 0 END) AS incubated,
       sum(CASE WHEN kind IN ['RELOCATED_FROM'] THEN 1 ELSE 0 END) AS relocated,
       sum(CASE WHEN kind IN ['SUPPLIES_TO'] THEN 1 ELSE 0 END) AS supplies
ORDER BY origin, destination, coalesce(industry, ''), coalesce(year, '')
LIMIT $limit
