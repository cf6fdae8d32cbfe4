// title: 供应商（两级） | Suppliers, two tiers
// about: 向一个实体供货或提供服务者（tier 1），以及向它们供货者（tier 2，customerName 是中间一级）。
// param id: string — 实体的标识
// columns: tier, id, name, type, region, status, edgeId, customerId, customerName
// example: kg query --name suppliers --param id=foton
MATCH p = (:Entity {id: $id})<-[:SUPPLIES_TO*1..2]-(s:Entity)
WHERE s.id <> $id
WITH length(p) AS tier, s, nodes(p)[-2] AS customer, relationships(p)[-1] AS e
RETURN tier, s.id AS id, s.name AS name, s.type AS type, s.region AS region, e.status AS status, e.id AS edgeId,
       customer.id AS customerId, customer.name AS customerName
ORDER BY tier, id, customerId
