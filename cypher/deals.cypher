// title: 一段时间里说到的合作事项 | Deals reported at a time
// about: 在 at 那一年或月说到的，何时首次说到建设（built）、落实（running）、终止（ended）；曾说到签约或计划的见 signed_deals。
// param at: string — 哪一年或哪个月：2024 或 2024-03
// param type: edge = null — 只要这一类关系
// param by: string = year {year|month} — 按年还是按月
// param limit: integer = 1000 [1..10000] — 最多几行
// columns: edgeId, type, headId, headName, headType, tailId, tailName, tailType, built, running, ended
// example: kg query --name deals --param at=2024
WITH CASE $by WHEN 'month' THEN 7 ELSE 4 END AS digits
MATCH (p:Statement)
WHERE p.date STARTS WITH $at
      AND p.edgeType IN ['LOCATED_IN', 'INCUBATED_BY', 'SUPPLIES_TO', 'ESTABLISHED_BY', 'INVESTS_IN', 'COLLABORATES_WITH', 'RELOCATED_FROM']
      AND ($type IS NULL OR p.edgeType = $type) AND size(p.date) >= digits
MATCH (p)-[:SUBJECT]->(h:Entity)
WHERE (p.edgeType <> 'LOCATED_IN' OR NOT h.type IN ['Park', 'Cluster'])
MATCH (p)-[:OBJECT]->(t:Entity)
WITH DISTINCT digits, h, t, p.edgeId AS edgeId, p.edgeType AS type
MATCH (s:Statement {edgeId: edgeId})
WHERE size(s.date) >= digits
WITH h, t, edgeId, type, left(s.date, digits) AS time,
     CASE WHEN s.status = 'ended' THEN 'ended'
          WHEN s.status = 'planned' OR s.trigger CONTAINS '签' THEN 'signed'
          WHEN any(word IN ['开工', '建设', '封顶', '完工', '竣工', '落成', '建成'] WHERE s.trigger CONTAINS word) THEN 'built'
          ELSE 'running' END AS stage
WITH h, t, edgeId, type, min(CASE WHEN stage = 'signed' THEN time END) AS signed,
     min(CASE WHEN stage = 'built' THEN time END) AS built, min(CASE WHEN stage = 'running' THEN time END) AS running,
     min(CASE WHEN stage = 'ended' THEN time END) AS ended
WHERE signed IS NULL AND $at IN [built, running, ended]
RETURN edgeId, type, h.id AS headId, h.name AS headName, h.type AS headType, t.id AS tailId, t.name AS tailName,
       t.type AS tailType, built, running, ended
ORDER BY type, headName, tailName, edgeId
LIMIT $limit
