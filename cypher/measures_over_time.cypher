// title: 数据的变化 | Measures over time
// about: 一个实体的每项数据按时间排列；time 是数据的时间，文中没有时取报道日期。
// param id: string — 实体的标识
// param metric: string = null — 只要这一项，如 registered_companies
// columns: metric, time, amount, value, unit, articleId, articleTitle
// example: kg query --name measures_over_time --param id=tiankai-park --param metric=registered_companies
MATCH (:Entity {id: $id})-[:HAS_MEASURE]->(m:Measure)-[:FROM]->(a:Article)
WHERE $metric IS NULL OR m.metric = $metric
RETURN m.metric AS metric, coalesce(m.asOf, a.date) AS time, m.amount AS amount, m.value AS value, m.unit AS unit,
       a.id AS articleId, a.title AS articleTitle
ORDER BY metric, coalesce(time, ''), amount, articleId, m.id
