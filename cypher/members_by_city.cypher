// title: 集群成员按城市 | Cluster members by city
// about: 一个集群或联盟的成员在各城市（直辖市则为区）的分布；没有报道所在地的成员列在 code 为空的一行；city 是图中这一地区的名称，没有文章提到时为空。
// param id: string — 集群、联盟或协会的标识
// columns: code, city, members, names
// example: kg query --name members_by_city --param id=jjj-life-cluster
MATCH (:Entity {id: $id})<-[:MEMBER_OF]-(n:Entity)
OPTIONAL MATCH (n)-[:LOCATED_IN]->(p:Entity)
WITH n, coalesce(n.region, min(p.region)) AS region
WITH n, CASE WHEN left(region, 2) = '13' THEN left(region, 4) + '00' ELSE region END AS code
ORDER BY n.name
WITH code, count(n) AS members, collect(n.name) AS names
OPTIONAL MATCH (r:Entity:Region {region: code})
WITH code, members, names, r ORDER BY CASE WHEN r.id = 'region-' + code THEN 0 ELSE 1 END, r.name
RETURN code, collect(r.name)[0] AS city, members, names
ORDER BY members DESC, coalesce(code, '')
