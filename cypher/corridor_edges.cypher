// title: 两地之间的关系 | Edges between two regions
// about: 孵化、搬迁、供应、投资中，一端在 from、另一端在 to 的每一条；地区为行政区划代码，取自实体或其所在地；搬迁者先取所在地。
// param from: string — 一端的行政区划代码，如 110000
// param to: string — 另一端的行政区划代码，如 120000、130600
// param limit: integer = 100 [1..1000] — 最多几行
// columns: id, type, status, since, sources, confidence, headId, headName, headType, headSide, tailId, tailName, tailType
// example: kg query --name corridor_edges --param from=110000 --param to=120000
WITH CASE WHEN $from ENDS WITH '0000' THEN left($from, 2) WHEN $from ENDS WITH '00' THEN left($from, 4) ELSE $from END AS one,
     CASE WHEN $to ENDS WITH '0000' THEN left($to, 2) WHEN $to ENDS WITH '00' THEN left($to, 4) ELSE $to END AS other
MATCH (h:Entity)-[e:INCUBATED_BY|RELOCATED_FROM|SUPPLIES_TO|INVESTS_IN]->(t:Entity)
WITH one, other, h, e, t,
     CASE WHEN h.region IS NULL OR type(e) IN ['RELOCATED_FROM'] THEN [(h)-[:LOCATED_IN]->(p:Entity) WHERE p.region IS NOT NULL | p.region] ELSE [] END AS near,
     CASE WHEN h.region IS NULL THEN [] ELSE [h.region] END AS own,
     CASE WHEN t.region IS NULL THEN [(t)-[:LOCATED_IN]->(p:Entity) WHERE p.region IS NOT NULL | p.region] ELSE [t.region] END AS tails
WITH one, other, h, e, t, CASE WHEN size(near) = 0 THEN own ELSE near END AS heads, tails
WITH h, e, t,
     any(x IN heads WHERE x STARTS WITH one) AND any(x IN tails WHERE x STARTS WITH other) AS forth,
     any(x IN heads WHERE x STARTS WITH other) AND any(x IN tails WHERE x STARTS WITH one) AS back
WHERE forth OR back
RETURN e.id AS id, type(e) AS type, e.status AS status, e.since AS since, e.sources AS sources, e.confidence AS confidence,
       h.id AS headId, h.name AS headName, h.type AS headType, CASE WHEN forth THEN 'from' ELSE 'to' END AS headSide,
       t.id AS tailId, t.name AS tailName, t.type AS tailType
ORDER BY sources DESC, confidence DESC, id
LIMIT $limit
