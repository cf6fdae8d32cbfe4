// title: 按名称查找的总数 | Number of entities found by name
// about: “按名称查找”共有几个实体。
// param text: string — 名称或别名的一部分，不分大小写
// param type: node = null — 只要这一类型
// param region: string = null — 只要这一地区：行政区划代码，如 120000、120116
// columns: total
// example: kg query --name search_count --param text=天开
WITH toLower($text) AS wanted,
     CASE WHEN $region ENDS WITH '0000' THEN left($region, 2)
          WHEN $region ENDS WITH '00' THEN left($region, 4)
          ELSE $region END AS area
MATCH (n:Entity)
WHERE ($type IS NULL OR n.type = $type)
  AND (area IS NULL OR n.region STARTS WITH area)
  AND (toLower(n.name) CONTAINS wanted OR any(form IN n.aliases WHERE toLower(form) CONTAINS wanted))
RETURN count(n) AS total
