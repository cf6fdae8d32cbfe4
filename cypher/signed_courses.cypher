// title: 签约或计划过的合作事项的进程 | Courses of deals that were signed or planned
// about: 如 deal_courses，但只是曾说到签约或计划（signed）的；named 是两端一同见于文章的时间，其后 12 个月没有即为沉寂。
// param type: edge = null — 只要这一类关系
// param by: string = year {year|month} — 按年还是按月
// columns: type, signed, built, running, ended, named, deals
// example: kg query --name signed_courses --param by=month
WITH CASE $by WHEN 'month' THEN 7 ELSE 4 END AS digits
MATCH (p:Statement)
WHERE (p.status = 'planned' OR p.trigger CONTAINS '签')
      AND p.edgeType IN ['LOCATED_IN', 'INCUBATED_BY', 'SUPPLIES_TO', 'ESTABLISHED_BY', 'INVESTS_IN', 'COLLABORATES_WITH', 'RELOCATED_FROM']
      AND ($type IS NULL OR p.edgeType = $type) AND size(p.date) >= digits
MATCH (p)-[:SUBJECT]->(h:Entity)
WHERE (p.edgeType <> 'LOCATED_IN' OR NOT h.type IN ['Park', 'Cluster'])
MATCH (p)-[:OBJECT]->(t:Entity)
WITH DISTINCT digits, h, t, p.edgeId AS edgeId, p.edgeType AS type
MATCH (s:Statement {edgeId: edgeId})
WHERE size(s.date) >= digits
WITH digits, h, t, edgeId, type, left(s.date, digits) AS time,
     CASE WHEN s.status = 'ended' THEN 'ended'
          WHEN s.status = 'planned' OR s.trigger CONTAINS '签' THEN 'signed'
          WHEN any(word IN ['开工', '建设', '封顶', '完工', '竣工', '落成', '建成'] WHERE s.trigger CONTAINS word) THEN 'built'
          ELSE 'running' END AS stage
WITH digits, h, t, edgeId, type, min(CASE WHEN stage = 'signed' THEN time END) AS signed,
     min(CASE WHEN stage = 'built' THEN time END) AS built, min(CASE WHEN stage = 'running' THEN time END) AS running,
     min(CASE WHEN stage = 'ended' THEN time END) AS ended
OPTIONAL MATCH (h)<-[:MENTIONS]-(a:Article)-[:MENTIONS]->(t)
WHERE size(a.date) >= digits
WITH edgeId, type, signed, built, running, ended, left(a.date, digits) AS time
ORDER BY time
WITH edgeId, type, signed, built, running, ended, collect(DISTINCT time) AS named
WITH type, signed, built, running, ended, named, count(*) AS deals
WITH type, signed, built, running, ended, named, deals, reduce(text = '', time IN named | text + time) AS text
RETURN type, signed, built, running, ended, named, deals
ORDER BY signed, type, coalesce(built, ''), coalesce(running, ''), coalesce(ended, ''), text
