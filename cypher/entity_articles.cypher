// title: 提到一个实体的文章 | Articles that name an entity
// about: 提到一个实体的每篇文章，新者在先；count 是提到的次数。
// param id: string — 实体的标识
// param offset: integer = 0 [0..1000000] — 略过前几行
// param limit: integer = 50 [1..1000] — 最多几行
// columns: id, title, source, date, url, count
// example: kg query --name entity_articles --param id=tsinghua
MATCH (a:Article)-[m:MENTIONS]->(:Entity {id: $id})
RETURN a.id AS id, a.title AS title, a.source AS source, a.date AS date, a.url AS url, m.count AS count
ORDER BY coalesce(date, '') DESC, id
SKIP $offset LIMIT $limit
