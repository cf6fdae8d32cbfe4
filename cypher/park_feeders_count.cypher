// title: 支撑方与所支撑者的总数 | Numbers of feeders and fed
// about: “谁支撑园区里的企业”中，一共有几个支撑方、支撑几个单位。
// param from: string = null — 只要这一地区的支撑方，如 110000
// param to: string = null — 只要这一地区的园区，如 120000
// param park: string = null — 只要这些园区：标识，以 | 相隔
// param types: string = null — 只要这些类型的支撑方，以 | 相隔，如 University|Institute
// columns: feeders, fed
// example: kg query --name park_feeders_count --param from=110000 --param to=120000
WITH CASE WHEN $from ENDS WITH '0000' THEN left($from, 2) WHEN $from ENDS WITH '00' THEN left($from, 4) ELSE $from END AS origin,
     CASE WHEN $to ENDS WITH '0000' THEN left($to, 2) WHEN $to ENDS WITH '00' THEN left($to, 4) ELSE $to END AS area
MATCH (p:Entity:Park)<-[:LOCATED_IN]-(c:Entity)
WHERE ($park IS NULL OR p.id IN split($park, '|')) AND (area IS NULL OR p.region STARTS WITH area)
      AND c.type IN ['Company', 'CompanyGroup', 'Project', 'Institute', 'Platform']
WITH origin, c, collect(p.id) AS parks
MATCH (c)-[f:INCUBATED_BY|ESTABLISHED_BY|PART_OF|INVESTS_IN|COLLABORATES_WITH|RELOCATED_FROM]-(o:Entity)
WHERE any(id IN parks WHERE id <> o.id) AND ($types IS NULL OR o.type IN split($types, '|'))
      AND (type(f) = 'COLLABORATES_WITH' OR (type(f) = 'INVESTS_IN' AND endNode(f).id = c.id)
           OR (type(f) IN ['INCUBATED_BY', 'ESTABLISHED_BY', 'PART_OF', 'RELOCATED_FROM'] AND startNode(f).id = c.id))
      AND (origin IS NULL OR o.region STARTS WITH origin
           OR (o.region IS NULL AND EXISTS { MATCH (o)-[:LOCATED_IN]->(q:Entity) WHERE q.region STARTS WITH origin }))
RETURN count(DISTINCT o) AS feeders, count(DISTINCT c) AS fed
