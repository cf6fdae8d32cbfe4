// title: 一个实体的数据 | Measures of an entity
// about: 文章给出的关于一个实体的每个数字；amount 是去掉“万”“亿”的数值。
// param id: string — 实体的标识
// columns: metric, value, unit, amount, asOf, sentence, articleId, articleTitle, articleDate
// example: kg query --name measures --param id=tiankai-park
MATCH (:Entity {id: $id})-[:HAS_MEASURE]->(m:Measure)-[:FROM]->(a:Article)
RETURN m.metric AS metric, m.value AS value, m.unit AS unit, m.amount AS amount, m.asOf AS asOf, m.sentence AS sentence,
       a.id AS articleId, a.title AS articleTitle, a.date AS articleDate
ORDER BY metric, coalesce(asOf, articleDate, '') DESC, amount DESC, m.id
