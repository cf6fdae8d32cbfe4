// title: 一条关系的依据 | Statements behind an edge
// about: 说出一条关系的每个句子，新报道在先；start 和 end 是句子在原文件中的字符位置。
// param edge: string — 关系的标识
// columns: id, sentence, start, end, rule, trigger, status, date, confidence, articleId, articleTitle, articleSource, articleDate, articleUrl
// example: kg query --name statements --param edge=e6a9d1e4c683f57049dcb
MATCH (s:Statement {edgeId: $edge})-[:FROM]->(a:Article)
RETURN s.id AS id, s.sentence AS sentence, s.start AS start, s.`end` AS `end`, s.rule AS rule, s.trigger AS trigger,
       s.status AS status, s.date AS date, s.confidence AS confidence, a.id AS articleId, a.title AS articleTitle,
       a.source AS articleSource, a.date AS articleDate, a.url AS articleUrl
ORDER BY coalesce(date, '') DESC, articleId, start, id
