// title: 文章来源 | Sources of articles
// about: 每个来源有几篇文章、几条依据，最早与最近的日期；source 为空者来源不详。
// columns: source, articles, statements, first, last
// example: kg query --name article_sources
MATCH (a:Article)
WITH a, COUNT { (:Statement)-[:FROM]->(a) } AS drawn
RETURN a.source AS source, count(a) AS articles, sum(drawn) AS statements, min(a.date) AS first, max(a.date) AS last
ORDER BY articles DESC, coalesce(source, '')
