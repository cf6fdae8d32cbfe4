// title: 一段时间里有变化的签约与计划 | Signed and planned deals that changed at a time
// about: 曾说到签约或计划（signed）的，两端在 at 那一年或月一同见于文章，或最后一次是在 before、此后可能沉寂；named 如 signed_courses。
// param at: string — 哪一年或哪个月：2024 或 2024-03
// param before: string — 一年之前：2023 或 2023-03
// param type: edge = null — 只要这一类关系
// param by: string = year {year|month} — 按年还是按月
// param limit: integer = 1000 [1..10000] — 最多几行
// columns: edgeId, type, headId, headName, headType, tailId, tailName, tailType, signed, built, running, ended, named
// example: kg query --name signed_deals --param at=2025 --param before=2024
WITH CASE $by WHEN 'month' THEN 7 ELSE 4 END AS digits
MATCH (p:Statement)
WHERE (p.status = 'planned' OR p.trigger CONTAINS '签')
      AND p.edgeType IN ['LOCATED_IN', 'INCUBATED_BY', 'SUPPLIES_TO', 'ESTABLISHED_BY', 'INVESTS_IN', 'COLLABORATES_WITH', 'RELOCATED_FROM']
      AND ($type IS NULL OR p.edgeType = $type) AND size(p.date) >= digits
MATCH (p)-[:SUBJECT]->(h:Entity)
WHERE (p.edgeType <> 'LOCATED_IN' OR NOT h.type IN ['Park', 'Cluster'])
MATCH (p)-[:OBJECT]->(t:Entity)
WITH DISTINCT digits, h, t, p.edgeId AS edgeId, p.edgeType AS type
OPTIONAL MATCH (h)<-[:MENTIONS]-(a:Article)-[:MENTIONS]->(t)
WHERE size(a.date) >= digits
WITH digits, h, t, edgeId, type, left(a.date, digits) AS time
ORDER BY time
WITH digits, h, t, edgeId, type, collect(DISTINCT time) AS named
WHERE $at IN named OR $before IN named
MATCH (s:Statement {edgeId: edgeId})
WHERE size(s.date) >= digits
WITH h, t, edgeId, type, named, left(s.date, digits) AS time,
     CASE WHEN s.status = 'ended' THEN 'ended'
          WHEN s.status = 'planned' OR s.trigger CONTAINS '签' THEN 'signed'
          WHEN any(word IN ['开工', '建设', '封顶', '完工', '竣工', '落成', '建成'] WHERE s.trigger CONTAINS word) THEN 'built'
          ELSE 'running' END AS stage
WITH h, t, edgeId, type, named, min(CASE WHEN stage = 'signed' THEN time END) AS signed,
     min(CASE WHEN stage = 'built' THEN time END) AS built, min(CASE WHEN stage = 'running' THEN time END) AS running,
     min(CASE WHEN stage = 'ended' THEN time END) AS ended
RETURN edgeId, type, h.id AS headId, h.name AS headName, h.type AS headType, t.id AS tailId, t.name AS tailName,
       t.type AS tailType, signed, built, running, ended, named
ORDER BY type, headName, tailName, edgeId
LIMIT $limit
