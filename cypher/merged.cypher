// title: 并入的实体 | What an id was merged into
// about: 一个标识被评审者并入了哪个实体；没有并过的标识没有行。
// param id: string — 原来的标识
// columns: id, name, type
// example: kg query --name merged --param id=company-渤锐车电
MATCH (n:Entity) WHERE n.mergedIds IS NOT NULL
WITH n WHERE $id IN n.mergedIds
RETURN n.id AS id, n.name AS name, n.type AS type
ORDER BY id
