// title: 全部实体 | All entities
// about: 图中每个实体的名称、别名、类型、地区，供整批比对名单；mergedIds 是并入它的标识。
// columns: id, name, type, region, aliases, mergedIds, articleCount
// example: kg query --name all_entities
MATCH (n:Entity)
RETURN n.id AS id, n.name AS name, n.type AS type, n.region AS region, n.aliases AS aliases,
       coalesce(n.mergedIds, []) AS mergedIds, n.articleCount AS articleCount
ORDER BY id
