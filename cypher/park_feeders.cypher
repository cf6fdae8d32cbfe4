// title: 谁支撑园区里的企业 | Who feeds the companies of parks
// about: 园区里的每家企业、项目、院所、平台，和孵化、设立、统领、投资它，与它合作，或它由之迁来的每一方；供货不计。地区为行政区划代码，支撑方的取自自身，没有时取其所在地。
// param from: string = null — 只要这一地区的支撑方，如 110000
// param to: string = null — 只要这一地区的园区，如 120000
// param park: string = null — 只要这些园区：标识，以 | 相隔
// param types: string = null — 只要这些类型的支撑方，以 | 相隔，如 University|Institute
// param offset: integer = 0 [0..1000000] — 略过前几行
// param limit: integer = 200 [1..10000] — 最多几行
// columns: parkId, park, parkRegion, id, name, type, status, locatedId, how, edgeId, feederId, feeder, feederType
// example: kg query --name park_feeders --param from=110000 --param to=120000
WITH CASE WHEN $from ENDS WITH '0000' THEN left($from, 2) WHEN $from ENDS WITH '00' THEN left($from, 4) ELSE $from END AS origin,
     CASE WHEN $to ENDS WITH '0000' THEN left($to, 2) WHEN $to ENDS WITH '00' THEN left($to, 4) ELSE $to END AS area
MATCH (p:Entity:Park)<-[e:LOCATED_IN]-(c:Entity)
WHERE ($park IS NULL OR p.id IN split($park, '|')) AND (area IS NULL OR p.region STARTS WITH area)
      AND c.type IN ['Company', 'CompanyGroup', 'Project', 'Institute', 'Platform']
WITH origin, p, e, c
MATCH (c)-[f:INCUBATED_BY|ESTABLISHED_BY|PART_OF|INVESTS_IN|COLLABORATES_WITH|RELOCATED_FROM]-(o:Entity)
WHERE o.id <> p.id AND ($types IS NULL OR o.type IN split($types, '|'))
      AND (type(f) = 'COLLABORATES_WITH' OR (type(f) = 'INVESTS_IN' AND endNode(f).id = c.id)
           OR (type(f) IN ['INCUBATED_BY', 'ESTABLISHED_BY', 'PART_OF', 'RELOCATED_FROM'] AND startNode(f).id = c.id))
      AND (origin IS NULL OR o.region STARTS WITH origin
           OR (o.region IS NULL AND EXISTS { MATCH (o)-[:LOCATED_IN]->(q:Entity) WHERE q.region STARTS WITH origin }))
RETURN p.id AS parkId, p.name AS park, p.region AS parkRegion, c.id AS id, c.name AS name, c.type AS type,
       e.status AS status, e.id AS locatedId, type(f) AS how, f.id AS edgeId, o.id AS feederId, o.name AS feeder,
       o.type AS feederType
ORDER BY park, parkId, name, id, how, feeder, feederId, edgeId
SKIP $offset
LIMIT $limit
