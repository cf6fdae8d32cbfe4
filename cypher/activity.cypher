// title: 每月的依据 | Statements by month
// about: 每个月的报道给出多少条依据，按关系类型；planned 是其中尚在计划中的。没有日期的文章不计。
// param type: edge = null — 只要这一类关系
// param since: string = 0000 — 起始日期，含：2024-01-01、2024-01 或 2024
// param until: string = 9999 — 截止日期，不含
// columns: month, type, statements, planned
// example: kg query --name activity --param since=2024
MATCH (s:Statement)
WHERE s.date >= $since AND s.date < $until AND ($type IS NULL OR s.edgeType = $type)
RETURN left(s.date, 7) AS month, s.edgeType AS type, count(s) AS statements,
       sum(CASE WHEN s.status = 'planned' THEN 1 ELSE 0 END) AS planned
ORDER BY month, type
