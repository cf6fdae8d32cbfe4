// title: 联系最多的实体 | Top hubs
// about: 关系最多的实体；out 是由它出发的条数，in 是指向它的条数。
// param type: node = null — 只要这一类型
// param limit: integer = 20 [1..1000] — 最多几行
// columns: id, name, type, edges, out, in, articleCount
// example: kg query --name top_hubs --param type=Company
MATCH (n:Entity)
WHERE $type IS NULL OR n.type = $type
WITH n, COUNT { (n)-[:LOCATED_IN|INCUBATED_BY|SUPPLIES_TO|MEMBER_OF|PART_OF|ESTABLISHED_BY|INVESTS_IN|COLLABORATES_WITH|RELOCATED_FROM|IN_INDUSTRY]->(:Entity) } AS going, COUNT { (n)<-[:LOCATED_IN|INCUBATED_BY|SUPPLIES_TO|MEMBER_OF|PART_OF|ESTABLISHED_BY|INVESTS_IN|COLLABORATES_WITH|RELOCATED_FROM|IN_INDUSTRY]-(:Entity) } AS coming
WHERE going + coming > 0
RETURN n.id AS id, n.name AS name, n.type AS type, going + coming AS edges, going AS out, coming AS `in`,
       n.articleCount AS articleCount
ORDER BY edges DESC, articleCount DESC, id
LIMIT $limit
