// title: 相邻实体的地区 | Regions of the neighbours
// about: 一个实体的每个相邻实体在哪些行政区划：它自己的代码，和它位于之处（至多两层）的代码；没有报道时为空。
// param id: string — 实体的标识
// columns: id, regions
// example: kg query --name adjacent_regions --param id=tsinghua
MATCH (n:Entity {id: $id})-[:LOCATED_IN|INCUBATED_BY|SUPPLIES_TO|MEMBER_OF|PART_OF|ESTABLISHED_BY|INVESTS_IN|COLLABORATES_WITH|RELOCATED_FROM|IN_INDUSTRY]-(other:Entity)
WITH DISTINCT other
OPTIONAL MATCH (other)-[:LOCATED_IN]->(p:Entity)
OPTIONAL MATCH (p)-[:LOCATED_IN]->(q:Entity)
WITH other, p.region AS near, q.region AS far ORDER BY near, far
WITH other, collect(DISTINCT near) AS nears, collect(DISTINCT far) AS fars
RETURN other.id AS id, CASE WHEN other.region IS NULL THEN [] ELSE [other.region] END + nears + fars AS regions
ORDER BY id
