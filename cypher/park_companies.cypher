// title: 园区的企业和它们的来处 | Companies of a park and where they came from
// about: 位于一个园区的每家企业；origin 是它迁自的地区或园区，或孵化它的机构，没有报道时为空。
// param id: string — 园区的标识
// columns: id, name, type, status, edgeId, origin
// example: kg query --name park_companies --param id=tiankai-park
MATCH (p:Entity {id: $id})<-[e:LOCATED_IN]-(c:Entity)
WHERE c:Company OR c:CompanyGroup
OPTIONAL MATCH (c)-[:RELOCATED_FROM]->(place:Entity)
WITH c, e, min(place.name) AS place
OPTIONAL MATCH (c)-[:INCUBATED_BY]->(parent:Entity)
WHERE parent.id <> $id
WITH c, e, place, min(parent.name) AS parent
RETURN c.id AS id, c.name AS name, c.type AS type, e.status AS status, e.id AS edgeId, coalesce(place, parent) AS origin
ORDER BY status, name, id
