// title: 多条关系的依据 | Statements behind several edges
// about: 说出这些关系的每个句子；每条关系的，新报道在先。
// param edges: string — 关系的标识，以 | 相隔
// columns: edgeId, id, sentence, trigger, status, date, confidence, articleId, articleTitle, articleSource, articleDate, articleUrl
// example: kg query --name sentences --param edges=e6a9d1e4c683f57049dcb
UNWIND split($edges, '|') AS edge
MATCH (s:Statement {edgeId: edge})-[:FROM]->(a:Article)
RETURN s.edgeId AS edgeId, s.id AS id, s.sentence AS sentence, s.trigger AS trigger, s.status AS status, s.date AS date,
       s.confidence AS confidence, a.id AS articleId, a.title AS articleTitle, a.source AS articleSource,
       a.date AS articleDate, a.url AS articleUrl
ORDER BY edgeId, coalesce(date, '') DESC, articleId, s.start, id
