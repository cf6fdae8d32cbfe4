// title: 一篇文章中的实体 | Entities of an article
// about: 一篇文章提到的每个实体和提到的次数。
// param id: string — 文章的标识
// columns: id, name, type, count
// example: kg query --name article_entities --param id=a1
MATCH (:Article {id: $id})-[m:MENTIONS]->(n:Entity)
RETURN n.id AS id, n.name AS name, n.type AS type, m.count AS count
ORDER BY count DESC, id
