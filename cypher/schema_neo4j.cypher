// What Neo4j alone takes beside schema.cypher: a full-text index over names and aliases, whose analyzer knows Chinese
// (CALL db.index.fulltext.queryNodes('entity_text', '"华海清科"')), and the record of the schema's version.
CREATE FULLTEXT INDEX entity_text IF NOT EXISTS FOR (n:Entity) ON EACH [n.name, n.aliases] OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk', `fulltext.eventually_consistent`: true}};
CREATE CONSTRAINT kg_schema_id IF NOT EXISTS FOR (n:KgSchema) REQUIRE n.id IS UNIQUE;
