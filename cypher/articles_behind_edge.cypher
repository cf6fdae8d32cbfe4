// title: 一条关系的文章 | Articles behind an edge
// about: 报道一条关系的每篇文章，新者在先；statements 是其中几处。
// param edge: string — 关系的标识
// columns: id, title, source, date, url, status, statements
// example: kg query --name articles_behind_edge --param edge=e6a9d1e4c683f57049dcb
MATCH (s:Statement {edgeId: $edge})-[:FROM]->(a:Article)
WITH a, count(s) AS statements, collect(s.status) AS said
RETURN a.id AS id, a.title AS title, a.source AS source, a.date AS date, a.url AS url,
       CASE WHEN 'done' IN said THEN 'done' ELSE said[0] END AS status, statements
ORDER BY coalesce(date, '') DESC, id
