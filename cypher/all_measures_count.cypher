// title: 数据的总数 | Number of figures
// about: “全部数据”共有几行。
// param metric: string = null — 只要这一项，如 registered_companies
// columns: total
// example: kg query --name all_measures_count
MATCH (:Entity)-[:HAS_MEASURE]->(m:Measure)-[:FROM]->(:Article)
WHERE $metric IS NULL OR m.metric = $metric
RETURN count(m) AS total
