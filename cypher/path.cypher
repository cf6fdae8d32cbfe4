// title: 两个实体之间的路径 | Path between two entities
// about: 两个实体之间一条最短的路径，不问关系的方向；有几条同样短的，取标识在先的一条；在 hops 步之内没有路径时没有行。
// param from: string — 起点的标识
// param to: string — 终点的标识
// param hops: integer = 6 [1..6] — 最多几步
// columns: nodes, edges
// example: kg query --name path --param from=tsinghua --param to=tiankai-park
MATCH (a:Entity {id: $from}), (b:Entity {id: $to})
WHERE a.id <> b.id
MATCH p = allShortestPaths((a)-[:LOCATED_IN|INCUBATED_BY|SUPPLIES_TO|MEMBER_OF|PART_OF|ESTABLISHED_BY|INVESTS_IN|COLLABORATES_WITH|RELOCATED_FROM|IN_INDUSTRY*..6]-(b))
WHERE length(p) <= $hops
RETURN [n IN nodes(p) | {id: n.id, name: n.name, type: n.type}] AS nodes,
       [e IN relationships(p) | {id: e.id, type: type(e), from: startNode(e).id, to: endNode(e).id, status: e.status}] AS edges
ORDER BY [n IN nodes(p) | n.id], [e IN relationships(p) | e.id]
LIMIT 1
