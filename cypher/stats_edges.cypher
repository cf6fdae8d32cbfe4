// title: 各类关系的数量 | Edges by type
// about: 每一类型有几条关系，其中几条还在计划中。
// columns: type, count, planned
// example: kg query --name stats_edges
MATCH (:Entity)-[e:LOCATED_IN|INCUBATED_BY|SUPPLIES_TO|MEMBER_OF|PART_OF|ESTABLISHED_BY|INVESTS_IN|COLLABORATES_WITH|RELOCATED_FROM|IN_INDUSTRY]->(:Entity)
RETURN type(e) AS type, count(*) AS count, sum(CASE WHEN e.status = 'planned' THEN 1 ELSE 0 END) AS planned
ORDER BY count DESC, type
