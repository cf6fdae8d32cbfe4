// title: 相邻实体的总数 | Number of neighbours
// about: “相邻实体”共有几行。
// param id: string — 实体的标识
// param edge: edge = null — 只要这一类关系
// param direction: string = both {in|out|both} — out：由它出发；in：指向它
// columns: total
// example: kg query --name adjacent_count --param id=tsinghua
MATCH (n:Entity {id: $id})-[e:LOCATED_IN|INCUBATED_BY|SUPPLIES_TO|MEMBER_OF|PART_OF|ESTABLISHED_BY|INVESTS_IN|COLLABORATES_WITH|RELOCATED_FROM|IN_INDUSTRY]-(other:Entity)
WITH e, CASE WHEN type(e) = 'COLLABORATES_WITH' THEN 'both' WHEN startNode(e).id = $id THEN 'out' ELSE 'in' END AS way
WHERE ($edge IS NULL OR type(e) = $edge) AND ($direction = 'both' OR way = 'both' OR way = $direction)
RETURN count(e) AS total
