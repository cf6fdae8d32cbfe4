// title: 按名称查找的类型 | Types of entities found by name
// about: “按名称查找”在每一类型中找到几个实体；多者在先。
// param text: string — 名称或别名的一部分，不分大小写
// columns: type, count
// example: kg query --name search_types --param text=天开
WITH toLower($text) AS wanted
MATCH (n:Entity)
WHERE toLower(n.name) CONTAINS wanted OR any(form IN n.aliases WHERE toLower(form) CONTAINS wanted)
RETURN n.type AS type, count(*) AS count
ORDER BY count DESC, type
