// title: 文章 | Articles
// about: 全部文章，新者在先，各有几条依据、几个实体。
// param offset: integer = 0 [0..10000000] — 略过前几行
// param limit: integer = 50 [1..1000] — 最多几行
// columns: id, title, source, date, url, file, statements, entities
// example: kg query --name articles --param limit=10
MATCH (a:Article)
WITH a ORDER BY coalesce(a.date, '') DESC, a.id
SKIP $offset LIMIT $limit
RETURN a.id AS id, a.title AS title, a.source AS source, a.date AS date, a.url AS url, a.file AS file,
       COUNT { (:Statement)-[:FROM]->(a) } AS statements, COUNT { (a)-[:MENTIONS]->(:Entity) } AS entities
ORDER BY coalesce(date, '') DESC, id
