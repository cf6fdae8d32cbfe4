// title: 全部数据 | All measures
// about: 文章给出的每个数字和它所说的实体，新者在先。
// param metric: string = null — 只要这一项，如 registered_companies
// param offset: integer = 0 [0..10000000] — 略过前几行
// param limit: integer = 200 [1..1000] — 最多几行
// columns: entity, name, type, metric, value, unit, amount, asOf, sentence, articleId, articleTitle, articleDate
// example: kg query --name all_measures --param limit=10
MATCH (n:Entity)-[:HAS_MEASURE]->(m:Measure)-[:FROM]->(a:Article)
WHERE $metric IS NULL OR m.metric = $metric
RETURN n.id AS entity, n.name AS name, n.type AS type, m.metric AS metric, m.value AS value, m.unit AS unit,
       m.amount AS amount, m.asOf AS asOf, m.sentence AS sentence,
       a.id AS articleId, a.title AS articleTitle, a.date AS articleDate
ORDER BY coalesce(asOf, articleDate, '') DESC, m.id
SKIP $offset LIMIT $limit
