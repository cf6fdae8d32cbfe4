// title: 未见下文的计划 | Planned deals without a later report
// about: 仍在计划中、一年没有消息的关系，最久没有消息者在先；laterArticles 是此后同时提到两端的文章数。
// param months: integer = 12 [0..1200] — 最后一次报道在多少个月以前；0 为不限
// param before: string = 9999 — 最后一次报道早于这一天：2024-01-01、2024-01 或 2024
// param silent: boolean = true — 只要此后没有文章同时提到两端的
// param limit: integer = 200 [1..10000] — 最多几行
// columns: edgeId, type, headId, headName, tailId, tailName, since, lastSeen, sources, laterArticles
// example: kg query --name planned_deals --param before=2025-01-01 --param silent=false
MATCH (h:Entity)-[e:LOCATED_IN|INCUBATED_BY|SUPPLIES_TO|MEMBER_OF|PART_OF|ESTABLISHED_BY|INVESTS_IN|COLLABORATES_WITH|RELOCATED_FROM|IN_INDUSTRY]->(t:Entity)
WHERE e.status = 'planned' AND coalesce(e.lastSeen, '') < $before
      AND ($months = 0 OR coalesce(e.lastSeen, '') < toString(date() - duration({months: $months})))
OPTIONAL MATCH (h)<-[:MENTIONS]-(a:Article)-[:MENTIONS]->(t)
WHERE a.date > e.lastSeen
WITH h, e, t, count(a) AS laterArticles
WHERE NOT $silent OR laterArticles = 0
RETURN e.id AS edgeId, type(e) AS type, h.id AS headId, h.name AS headName, t.id AS tailId, t.name AS tailName,
       e.since AS since, e.lastSeen AS lastSeen, e.sources AS sources, laterArticles
ORDER BY coalesce(lastSeen, ''), edgeId
LIMIT $limit
