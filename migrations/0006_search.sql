-- What a search looks in has a space before its first word too, so that the beginning of every word is found
-- behind one.
UPDATE organizations SET name_search = ' ' || name_search;
UPDATE members SET search = ' ' || search;

-- By which rules the texts of searches are folded. The program folds them anew when it starts with other rules
-- (store/engine/fold.rs): which letter stands for which is more than SQL can say on both engines alike.
CREATE TABLE search_folding (version BIGINT NOT NULL);
INSERT INTO search_folding (version) VALUES (1);
