// title: 合作事项的进程 | Courses of deals
// about: 落户、设立、投资、合作、孵化、搬迁、供应各自何时首次说到建设（built）、落实（running）、终止（ended），相同者合为一行；曾说到签约或计划的见 signed_courses。没有日期的依据、园区与集群的位置不计。
// param type: edge = null — 只要这一类关系
// param by: string = year {year|month} — 按年还是按月
// columns: type, built, running, ended, deals
// example: kg query --name deal_courses --param by=month
WITH CASE $by WHEN 'month' THEN 7 ELSE 4 END AS digits
MATCH (s:Statement)
WHERE s.edgeType IN ['LOCATED_IN', 'INCUBATED_BY', 'SUPPLIES_TO', 'ESTABLISHED_BY', 'INVESTS_IN', 'COLLABORATES_WITH', 'RELOCATED_FROM']
      AND ($type IS NULL OR s.edgeType = $type) AND size(s.date) >= digits
MATCH (s)-[:SUBJECT]->(h:Entity)
WHERE (s.edgeType <> 'LOCATED_IN' OR NOT h.type IN ['Park', 'Cluster'])
WITH s.edgeId AS edgeId, s.edgeType AS type, left(s.date, digits) AS time,
     CASE WHEN s.status = 'ended' THEN 'ended'
          WHEN s.status = 'planned' OR s.trigger CONTAINS '签' THEN 'signed'
          WHEN any(word IN ['开工', '建设', '封顶', '完工', '竣工', '落成', '建成'] WHERE s.trigger CONTAINS word) THEN 'built'
          ELSE 'running' END AS stage
WITH edgeId, type, min(CASE WHEN stage = 'signed' THEN time END) AS signed,
     min(CASE WHEN stage = 'built' THEN time END) AS built, min(CASE WHEN stage = 'running' THEN time END) AS running,
     min(CASE WHEN stage = 'ended' THEN time END) AS ended
WHERE signed IS NULL
RETURN type, built, running, ended, count(*) AS deals
ORDER BY coalesce(built, running, ended), type, coalesce(built, ''), coalesce(running, ''), coalesce(ended, '')
