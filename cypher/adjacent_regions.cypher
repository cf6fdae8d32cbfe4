// title: 相邻实体的地区 | Regions of the neighbours
// about: 一个实体的每个相邻实体在哪些行政区划：它自己的代码，和它位于之处（至多两层）的代码；没有报道时为空。
// param id: string — 实体的标识
// columns: id, regions
// example: kg query --name adjacent_regions --param id=tsinghua
MATCH (n:Entity {id: $id})-[:LOCATED_IN|INCUBATED_BY|SUPPLIES_TO|MEMBER_OF|PART_OF|ESTABLISHED_BY|INVESTS_IN|COLLABORATES_WITH|RELOCATED_FROM|IN_INDUSTRY]-(other:Entity)
WITH DISTINCT other
WITH other, CASE WHEN other.region IS NULL THEN [] ELSE [other.region] END
     + [(other)-[:LOCATED_IN]->(p:Entity) WHERE p.region IS NOT NULL | p.region]
     + [(other)-[:LOCATED_IN]->(:Entity)-[:LOCATED_IN]->(q:Entity) WHERE q.region IS NOT NULL | q.region] AS codes
UNWIND CASE WHEN size(codes) = 0 THEN [null] ELSE codes END AS code
WITH other, code ORDER BY code
RETURN other.id AS id, collect(DISTINCT code) AS regions
ORDER BY id
