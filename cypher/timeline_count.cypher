// title: 大事记的总条数 | Length of the timeline
// about: “一个实体的大事记”共有几行。
// param id: string — 实体的标识
// columns: total
// example: kg query --name timeline_count --param id=xinglan
MATCH (n:Entity {id: $id})<-[:SUBJECT|OBJECT]-(s:Statement)-[:FROM]->(:Article)
RETURN count(s) AS total
