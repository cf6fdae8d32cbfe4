// title: 一个实体 | One entity
// about: 一个实体的名称、别名、类型、地区、坐标和报道情况。
// param id: string — 实体的标识
// columns: id, name, type, aliases, region, lon, lat, firstSeen, lastSeen, articleCount
// example: kg query --name entity --param id=tiankai-park
MATCH (n:Entity {id: $id})
RETURN n.id AS id, n.name AS name, n.type AS type, n.aliases AS aliases, n.region AS region, n.lon AS lon, n.lat AS lat,
       n.firstSeen AS firstSeen, n.lastSeen AS lastSeen, n.articleCount AS articleCount
