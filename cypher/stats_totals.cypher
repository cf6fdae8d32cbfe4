// title: 总数 | Totals
// about: 实体、关系、依据、文章和数据各有多少。
// columns: entities, edges, statements, articles, measures
// example: kg query --name stats_totals
RETURN COUNT { (:Entity) } AS entities,
       COUNT { (:Entity)-[:LOCATED_IN|INCUBATED_BY|SUPPLIES_TO|MEMBER_OF|PART_OF|ESTABLISHED_BY|INVESTS_IN|COLLABORATES_WITH|RELOCATED_FROM|IN_INDUSTRY]->(:Entity) } AS edges,
       COUNT { (:Statement) } AS statements, COUNT { (:Article) } AS articles, COUNT { (:Measure) } AS measures
