// title: 按名称查找 | Search by name
// about: 名称或别名含有所给文字的实体：完全相同者在先，其次以之开头者，再按报道篇数。
// param text: string — 名称或别名的一部分，不分大小写
// param type: node = null — 只要这一类型
// param region: string = null — 只要这一地区：行政区划代码，如 120000、120116
// param offset: integer = 0 [0..1000000] — 略过前几行
// param limit: integer = 20 [1..1000] — 最多几行
// columns: id, name, type, region, aliases, articleCount
// example: kg query --name search --param text=天开 --param type=Park
WITH toLower($text) AS wanted,
     CASE WHEN $region ENDS WITH '0000' THEN left($region, 2)
          WHEN $region ENDS WITH '00' THEN left($region, 4)
          ELSE $region END AS area
MATCH (n:Entity)
WHERE ($type IS NULL OR n.type = $type)
  AND (area IS NULL OR n.region STARTS WITH area)
  AND (toLower(n.name) CONTAINS wanted OR any(form IN n.aliases WHERE toLower(form) CONTAINS wanted))
WITH n, wanted, [form IN [n.name] + n.aliases | toLower(form)] AS forms
WITH n, CASE WHEN wanted IN forms THEN 0
             WHEN any(form IN forms WHERE form STARTS WITH wanted) THEN 1
             ELSE 2 END AS rank
RETURN n.id AS id, n.name AS name, n.type AS type, n.region AS region, n.aliases AS aliases,
       n.articleCount AS articleCount
ORDER BY rank, articleCount DESC, id
SKIP $offset LIMIT $limit
