// title: 各类实体的数量 | Entities by type
// about: 每一类型有几个实体。
// columns: type, count
// example: kg query --name stats_nodes
MATCH (n:Entity)
RETURN n.type AS type, count(*) AS count
ORDER BY count DESC, type
