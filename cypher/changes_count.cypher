// title: 变化的总数 | Number of changes between two dates
// about: “两个日期之间的变化”共有几行。
// param since: string — 起始日期：2024-01-01、2024-01 或 2024
// param until: string = 9999 — 截止日期，不含
// param type: edge = null — 只要这一类关系
// columns: total
// example: kg query --name changes_count --param since=2024-01-01
MATCH (s:Statement)
WHERE s.date >= $since AND s.date < $until AND ($type IS NULL OR s.edgeType = $type)
RETURN count(DISTINCT s.edgeId) AS total
