// Uniqueness and indexes, for every store. Uniqueness of the edges' ids is added for each edge type of kg/ontology.yaml.
CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT article_id IF NOT EXISTS FOR (n:Article) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT statement_id IF NOT EXISTS FOR (n:Statement) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT measure_id IF NOT EXISTS FOR (n:Measure) REQUIRE n.id IS UNIQUE;
CREATE INDEX entity_name IF NOT EXISTS FOR (n:Entity) ON (n.name);
CREATE INDEX entity_merged IF NOT EXISTS FOR (n:Entity) ON (n.mergedIds);
CREATE INDEX statement_edge IF NOT EXISTS FOR (n:Statement) ON (n.edgeId);
