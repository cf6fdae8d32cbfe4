// title: 关系密集的群落 | Communities
// about: 彼此关系密、与外面关系疏的各组实体（Leiden 算法），大者在先；地区与产业不算，它们与谁都相连。id 与 name 是其中报道最多的一个，members 是前 20 个。
// param least: integer = 3 [1..1000000] — 至少几个实体
// param limit: integer = 50 [1..10000] — 最多几行
// columns: id, name, entities, companies, members
// example: kg query --name communities
CALL leiden({node_type: 'Entity', where: "n.type <> 'Region' AND n.type <> 'Industry'", connection_types: ['LOCATED_IN', 'INCUBATED_BY', 'SUPPLIES_TO', 'MEMBER_OF', 'PART_OF', 'ESTABLISHED_BY', 'INVESTS_IN', 'COLLABORATES_WITH', 'RELOCATED_FROM', 'IN_INDUSTRY']}) YIELD node, community
WITH node AS n, community ORDER BY n.articleCount DESC, n.id
WITH community, collect(n.id) AS ids, collect(n.name) AS names, sum(CASE WHEN n.type = 'Company' THEN 1 ELSE 0 END) AS companies
WHERE size(ids) >= $least
RETURN ids[0] AS id, names[0] AS name, size(ids) AS entities, companies, names[0..20] AS members
ORDER BY entities DESC, id
LIMIT $limit
