// title: 居间的实体 | Brokers by betweenness
// about: 处在许多实体两两之间最短路径上者（中介中心性，score 从 0 到 1）：少了它们，图上的许多联系就断了。图大时由 sample 个起点估计。
// param type: node = null — 只要这一类型
// param sample: integer = 100 [1..1000] — 由几个起点估计
// param limit: integer = 20 [1..1000] — 最多几行
// columns: id, name, type, region, score, articleCount
// example: kg query --name brokers --param type=Company
CALL betweenness({sample_size: $sample, node_type: 'Entity', connection_types: ['LOCATED_IN', 'INCUBATED_BY', 'SUPPLIES_TO', 'MEMBER_OF', 'PART_OF', 'ESTABLISHED_BY', 'INVESTS_IN', 'COLLABORATES_WITH', 'RELOCATED_FROM', 'IN_INDUSTRY']}) YIELD node, score
WITH node AS n, round(score * 1000000) / 1000000.0 AS score
WHERE score > 0 AND ($type IS NULL OR n.type = $type)
RETURN n.id AS id, n.name AS name, n.type AS type, n.region AS region, score, n.articleCount AS articleCount
ORDER BY score DESC, id
LIMIT $limit
