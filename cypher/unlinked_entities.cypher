// title: 没有关系的实体 | Entities without a link
// about: 文章提到、却没有任何关系的实体，提到它的文章多者在先：可能漏了关系，也可能多了实体。
// param type: node = null — 只要这一类型
// param offset: integer = 0 [0..1000000] — 略过前几行
// param limit: integer = 50 [1..1000] — 最多几行
// columns: id, name, type, region, articleCount
// example: kg query --name unlinked_entities --param type=Agency
MATCH (n:Entity)
WHERE ($type IS NULL OR n.type = $type) AND NOT EXISTS { (n)-[:LOCATED_IN|INCUBATED_BY|SUPPLIES_TO|MEMBER_OF|PART_OF|ESTABLISHED_BY|INVESTS_IN|COLLABORATES_WITH|RELOCATED_FROM|IN_INDUSTRY]-(:Entity) }
RETURN n.id AS id, n.name AS name, n.type AS type, n.region AS region, n.articleCount AS articleCount
ORDER BY articleCount DESC, id
SKIP $offset LIMIT $limit
