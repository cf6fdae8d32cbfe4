// title: 全部实体 | All entities
// about: 图中每个实体的名称、别名、类型、地区，供整批比对名单。
// columns: id, name, type, region, aliases, articleCount
// example: kg query --name all_entities
MATCH (n:Entity)
RETURN n.id AS id, n.name AS name, n.type AS type, n.region AS region, n.aliases AS aliases,
       n.articleCount AS articleCount
ORDER BY id
