// title: 谁孵化了谁 | Who incubated whom
// about: 每条孵化关系：机构、被孵化的企业或项目、状态和来源数。
// param type: node = null — 只要这一类型的机构，如 University
// param region: string = null — 只要这一地区的机构：行政区划代码，如 110000、110108
// param limit: integer = 200 [1..10000] — 最多几行
// columns: incubatorId, incubator, incubatorType, id, name, type, status, since, sources, edgeId
// example: kg query --name who_incubated_whom --param type=University
WITH CASE WHEN $region ENDS WITH '0000' THEN left($region, 2)
          WHEN $region ENDS WITH '00' THEN left($region, 4)
          ELSE $region END AS area
MATCH (c:Entity)-[e:INCUBATED_BY]->(n:Entity)
WHERE ($type IS NULL OR n.type = $type) AND (area IS NULL OR n.region STARTS WITH area)
RETURN n.id AS incubatorId, n.name AS incubator, n.type AS incubatorType, c.id AS id, c.name AS name, c.type AS type,
       e.status AS status, e.since AS since, e.sources AS sources, e.id AS edgeId
ORDER BY incubator, name, edgeId
LIMIT $limit
