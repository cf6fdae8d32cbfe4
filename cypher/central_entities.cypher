// title: 最受指向的实体 | Central entities by PageRank
// about: 受许多实体、尤其是本身重要的实体指向者（PageRank，score 之和为 1）：机构与地区的分量，不只看关系条数。
// param type: node = null — 只要这一类型
// param limit: integer = 20 [1..1000] — 最多几行
// columns: id, name, type, region, score, articleCount
// example: kg query --name central_entities --param type=Company
CALL pagerank({node_type: 'Entity', connection_types: ['LOCATED_IN', 'INCUBATED_BY', 'SUPPLIES_TO', 'MEMBER_OF', 'PART_OF', 'ESTABLISHED_BY', 'INVESTS_IN', 'COLLABORATES_WITH', 'RELOCATED_FROM', 'IN_INDUSTRY']}) YIELD node, score
WITH node AS n, round(score * 1000000) / 1000000.0 AS score
WHERE score > 0 AND ($type IS NULL OR n.type = $type)
RETURN n.id AS id, n.name AS name, n.type AS type, n.region AS region, score, n.articleCount AS articleCount
ORDER BY score DESC, id
LIMIT $limit
