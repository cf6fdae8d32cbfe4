// title: 一段时间里有变化的合作事项 | Deals that changed at a time
// about: 在 at 那一年或月首次说到签约或计划（signed）、建设（built）、落实（running）、终止（ended）的，和最后一次见于文章是在 before、此后可能沉寂的；named 如 deal_courses。
// param at: string — 哪一年或哪个月：2024 或 2024-03
// param before: string — 多久以前见于文章的也要，通常是一年前：2023 或 2023-03
// param type: edge = null — 只要这一类关系
// param by: string = year {year|month} — 按年还是按月
// param limit: integer = 1000 [1..10000] — 最多几行
// columns: edgeId, type, headId, headName, headType, tailId, tailName, tailType, signed, built, running, ended, named
// example: kg query --name deals --param at=2025 --param before=2024
WITH CASE $by WHEN 'month' THEN 7 ELSE 4 END AS digits
MATCH (h:Entity)<-[:SUBJECT]-(s:Statement)-[:OBJECT]->(t:Entity)
WHERE s.edgeType IN ['LOCATED_IN', 'INCUBATED_BY', 'SUPPLIES_TO', 'ESTABLISHED_BY', 'INVESTS_IN', 'COLLABORATES_WITH', 'RELOCATED_FROM']
      AND ($type IS NULL OR s.edgeType = $type) AND size(s.date) >= digits
      AND (s.edgeType <> 'LOCATED_IN' OR NOT h.type IN ['Park', 'Cluster'])
WITH digits, h, t, s.edgeId AS edgeId, s.edgeType AS type, left(s.date, digits) AS time,
     CASE WHEN s.status = 'ended' THEN 'ended'
          WHEN s.status = 'planned' OR s.trigger CONTAINS '签' THEN 'signed'
          WHEN any(word IN ['开工', '建设', '封顶', '完工', '竣工', '落成', '建成'] WHERE s.trigger CONTAINS word) THEN 'built'
          ELSE 'running' END AS stage
WITH digits, h, t, edgeId, type, min(CASE WHEN stage = 'signed' THEN time END) AS signed,
     min(CASE WHEN stage = 'built' THEN time END) AS built, min(CASE WHEN stage = 'running' THEN time END) AS running,
     min(CASE WHEN stage = 'ended' THEN time END) AS ended
WITH digits, h, t, edgeId, type, signed, built, running, ended, CASE WHEN signed IS NOT NULL THEN h END AS asked
OPTIONAL MATCH (asked)<-[:MENTIONS]-(a:Article)-[:MENTIONS]->(t)
WHERE size(a.date) >= digits
WITH h, t, edgeId, type, signed, built, running, ended, left(a.date, digits) AS time
ORDER BY time
WITH h, t, edgeId, type, signed, built, running, ended, collect(DISTINCT time) AS named
WHERE $at IN [signed, built, running, ended] OR $before IN named
RETURN edgeId, type, h.id AS headId, h.name AS headName, h.type AS headType, t.id AS tailId, t.name AS tailName,
       t.type AS tailType, signed, built, running, ended, named
ORDER BY type, headName, tailName, edgeId
LIMIT $limit
