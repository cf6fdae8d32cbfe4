// title: 一篇文章 | One article
// about: 一篇文章的题目、来源、日期、地址，以及它有几条依据、几个实体。
// param id: string — 文章的标识
// columns: id, title, source, date, url, file, statements, entities
// example: kg query --name article --param id=a1
MATCH (a:Article {id: $id})
RETURN a.id AS id, a.title AS title, a.source AS source, a.date AS date, a.url AS url, a.file AS file,
       COUNT { (:Statement)-[:FROM]->(a) } AS statements, COUNT { (a)-[:MENTIONS]->(:Entity) } AS entities
