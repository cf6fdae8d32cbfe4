// title: 各园区有多少支撑关系 | Relations that feed each park
// about: “谁支撑园区里的企业”中，每个园区有几行；没有的园区不列。
// param from: string = null — 只要这一地区的支撑方，如 110000
// param to: string = null — 只要这一地区的园区，如 120000
// param park: string = null — 只要这些园区：标识，以 | 相隔
// param types: string = null — 只要这些类型的支撑方，以 | 相隔，如 University|Institute
// columns: parkId, park, relations
// example: kg query --name park_feeders_by_park --param from=110000 --param to=120000
WITH CASE WHEN $from ENDS WITH '0000' THEN left($from, 2) WHEN $from ENDS WITH '00' THEN left($from, 4) ELSE $from END AS origin,
     CASE WHEN $to ENDS WITH '0000' THEN left($to, 2) WHEN $to ENDS WITH '00' THEN left($to, 4) ELSE $to END AS area
MATCH (p:Entity:Park)<-[:LOCATED_IN]-(c:Entity)
WHERE ($park IS NULL OR p.id IN split($park, '|')) AND (area IS NULL OR p.region STARTS WITH area)
      AND c.type IN ['Company', 'CompanyGroup', 'Project', 'Institute', 'Platform']
WITH origin, c, collect(p.id) AS parks
MATCH (c)-[f:INCUBATED_BY|ESTABLISHED_BY|PART_OF|INVESTS_IN|COLLABORATES_WITH|RELOCATED_FROM]-(o:Entity)
WHERE ($types IS NULL OR o.type IN split($types, '|'))
      AND (type(f) = 'COLLABORATES_WITH' OR (type(f) = 'INVESTS_IN' AND endNode(f).id = c.id)
           OR (type(f) IN ['INCUBATED_BY', 'ESTABLISHED_BY', 'PART_OF', 'RELOCATED_FROM'] AND startNode(f).id = c.id))
      AND (origin IS NULL OR o.region STARTS WITH origin
           OR (o.region IS NULL AND EXISTS { MATCH (o)-[:LOCATED_IN]->(q:Entity) WHERE q.region STARTS WITH origin }))
WITH c, parks, count(f) AS feeders, collect(CASE WHEN o.id IN parks THEN o.id END) AS parksAmong
UNWIND parks AS id
WITH id, sum(feeders - size([other IN parksAmong WHERE other = id])) AS relations
WHERE relations > 0
MATCH (p:Entity {id: id})
RETURN p.id AS parkId, p.name AS park, relations
ORDER BY park, parkId
