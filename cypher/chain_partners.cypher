// title: 一个产业的上下游与研发来源 | Suppliers, customers and research behind an industry
// about: 向这一产业的企业供货者（upstream）、由它们供货者（downstream）、孵化它们或与之合作的高校院所等（research），每个所在地一行；member 是那家企业，outgoing 为真时关系从前者出发。已终止的不计。
// param id: string — 产业的标识
// param also: string = null — 一并算入的产业的标识，以 | 分隔，如其细分产业
// param limit: integer = 2000 [1..10000] — 最多几行
// columns: role, id, name, type, region, edgeId, edgeType, outgoing, status, memberId, memberName, memberType, placeEdgeId, placeStatus, placeId, placeName, placeType, placeRegion
// example: kg query --name chain_partners --param id=ind-robotics
MATCH (c:Entity)-[own:IN_INDUSTRY]->(i:Entity)
WHERE (i.id = $id OR i.id IN split(coalesce($also, ''), '|')) AND coalesce(own.status, '') <> 'ended'
      AND c.type IN ['Company', 'Project', 'CompanyGroup']
WITH DISTINCT c
MATCH (c)-[e:SUPPLIES_TO|INCUBATED_BY|ESTABLISHED_BY|COLLABORATES_WITH]-(n:Entity)
WHERE coalesce(e.status, '') <> 'ended'
WITH c, e, n, CASE WHEN type(e) IN ['SUPPLIES_TO'] THEN CASE WHEN startNode(e).id = c.id THEN 'downstream' ELSE 'upstream' END
                   WHEN n.type IN ['University', 'Institute'] THEN 'research'
                   WHEN type(e) IN ['INCUBATED_BY'] AND startNode(e).id = c.id THEN 'research' END AS role
WHERE role IS NOT NULL
OPTIONAL MATCH (n)-[l:LOCATED_IN]->(p:Entity)
WHERE coalesce(l.status, '') <> 'ended'
RETURN role, n.id AS id, n.name AS name, n.type AS type, n.region AS region, e.id AS edgeId, type(e) AS edgeType,
       startNode(e).id = n.id AS outgoing, e.status AS status, c.id AS memberId, c.name AS memberName, c.type AS memberType,
       l.id AS placeEdgeId, l.status AS placeStatus,
       p.id AS placeId, p.name AS placeName, p.type AS placeType, p.region AS placeRegion
ORDER BY role, name, id, edgeId, memberId, coalesce(placeId, '')
LIMIT $limit
