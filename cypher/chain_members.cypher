// title: 一个产业有谁、在哪里 | Members of an industry and their places
// about: 文章说属于这一产业（或 also 中的产业）的主体，每个所在地一行；region 是主体自己的行政区划代码，place 是文章说它所在之处。已终止的不计。
// param id: string — 产业的标识
// param also: string = null — 一并算入的产业的标识，以 | 分隔，如其细分产业
// param limit: integer = 2000 [1..10000] — 最多几行
// columns: industryId, industry, id, name, type, region, edgeId, status, placeEdgeId, placeStatus, placeId, placeName, placeType, placeRegion
// example: kg query --name chain_members --param id=ind-robotics
MATCH (n:Entity)-[e:IN_INDUSTRY]->(i:Entity)
WHERE (i.id = $id OR i.id IN split(coalesce($also, ''), '|')) AND coalesce(e.status, '') <> 'ended'
OPTIONAL MATCH (n)-[l:LOCATED_IN]->(p:Entity)
WHERE coalesce(l.status, '') <> 'ended'
RETURN i.id AS industryId, i.name AS industry, n.id AS id, n.name AS name, n.type AS type, n.region AS region,
       e.id AS edgeId, e.status AS status, l.id AS placeEdgeId, l.status AS placeStatus, p.id AS placeId,
       p.name AS placeName, p.type AS placeType, p.region AS placeRegion
ORDER BY industry, industryId, name, id, coalesce(placeId, '')
LIMIT $limit
