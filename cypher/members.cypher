// title: 集群或联盟的成员 | Members of a cluster
// about: 一个集群、联盟或协会的成员和它们所在的地方。
// param id: string — 集群、联盟或协会的标识
// columns: id, name, type, region, place, status, edgeId
// example: kg query --name members --param id=jjj-life-cluster
MATCH (:Entity {id: $id})<-[e:MEMBER_OF]-(n:Entity)
OPTIONAL MATCH (n)-[:LOCATED_IN]->(p:Entity)
WITH n, e, min(p.name) AS place, min(p.region) AS placeRegion
RETURN n.id AS id, n.name AS name, n.type AS type, coalesce(n.region, placeRegion) AS region, place,
       e.status AS status, e.id AS edgeId
ORDER BY type, name, id
