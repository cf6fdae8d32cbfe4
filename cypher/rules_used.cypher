// title: 规则与依据 | Statements by rule
// about: 每条抽取规则给出几条依据、涉及几条关系；抽查从这里开始。
// columns: rule, type, statements, edges
// example: kg query --name rules_used
MATCH (s:Statement)
RETURN s.rule AS rule, s.edgeType AS type, count(s) AS statements, count(DISTINCT s.edgeId) AS edges
ORDER BY statements DESC, rule, type
