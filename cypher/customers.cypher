// title: 客户（两级） | Customers, two tiers
// about: 一个实体向其供货或提供服务者（tier 1），以及它们又向其供货者（tier 2，supplierName 是中间一级）。
// param id: string — 实体的标识
// columns: tier, id, name, type, region, status, edgeId, supplierId, supplierName
// example: kg query --name customers --param id=yihuatongdongli
MATCH p = (:Entity {id: $id})-[:SUPPLIES_TO*1..2]->(c:Entity)
WHERE c.id <> $id
WITH length(p) AS tier, c, nodes(p)[-2] AS supplier, relationships(p)[-1] AS e
RETURN tier, c.id AS id, c.name AS name, c.type AS type, c.region AS region, e.status AS status, e.id AS edgeId,
       supplier.id AS supplierId, supplier.name AS supplierName
ORDER BY tier, id, supplierId, edgeId
