// title: 园区企业的来处与产业 | Origins and industries of a park's companies
// about: 位于一个园区的每家企业：它的产业，和它迁自、孵化自、由其设立或隶属的每一方及其行政区划（自身的，没有时为其所在地的）；没有报道时为空。
// param id: string — 园区的标识
// columns: id, name, type, status, edgeId, industries, how, originId, origin, originEdgeId, regions
// example: kg query --name park_origins --param id=tiankai-park
MATCH (p:Entity {id: $id})<-[e:LOCATED_IN]-(c:Entity)
WHERE c:Company OR c:CompanyGroup
OPTIONAL MATCH (c)-[:IN_INDUSTRY]->(i:Entity)
WITH c, e, i.name AS industry ORDER BY industry
WITH c, e, collect(DISTINCT industry) AS industries
OPTIONAL MATCH (c)-[f:RELOCATED_FROM|INCUBATED_BY|ESTABLISHED_BY|PART_OF]->(o:Entity)
WHERE o.id <> $id
OPTIONAL MATCH (o)-[:LOCATED_IN]->(q:Entity)
WITH c, e, industries, type(f) AS how, f.id AS originEdgeId, o, q.region AS near ORDER BY near
WITH c, e, industries, how, originEdgeId, o, collect(DISTINCT near) AS nears
RETURN c.id AS id, c.name AS name, c.type AS type, e.status AS status, e.id AS edgeId, industries, how,
       o.id AS originId, o.name AS origin, originEdgeId, CASE WHEN o.region IS NULL THEN nears ELSE [o.region] END AS regions
ORDER BY name, id, how, originId
