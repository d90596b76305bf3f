-- open records
CREATE VIEW "p0_open_left" AS
SELECT "t"."row_id" AS "row_id", "t"."content_hash" AS "content_hash", "t"."c1" AS "c1", "t"."c2" AS "c2", "t"."c3" AS "c3", "t"."c4" AS "c4", "t"."c5" AS "c5", "t"."f1" AS "f1", "t"."f2" AS "f2", "t"."f3" AS "f3", "t"."f4" AS "f4", "t"."f5" AS "f5"
FROM "left_records" AS "t"
ANTI JOIN "left_set_aside" AS "s" ON ("s"."row_id" = "t"."row_id");
CREATE VIEW "p0_open_right" AS
SELECT "t"."row_id" AS "row_id", "t"."content_hash" AS "content_hash", "t"."c1" AS "c1", "t"."c2" AS "c2", "t"."c3" AS "c3", "t"."c4" AS "c4", "t"."c5" AS "c5", "t"."f1" AS "f1", "t"."f2" AS "f2", "t"."f3" AS "f3", "t"."f4" AS "f4", "t"."f5" AS "f5"
FROM "right_records" AS "t"
ANTI JOIN "right_set_aside" AS "s" ON ("s"."row_id" = "t"."row_id");

-- exact: pair unique keys
CREATE TABLE "p0_input_left" AS
SELECT "o"."row_id" AS "row_id", "o"."content_hash" AS "content_hash", "o"."c1" AS "c1", "o"."c2" AS "c2", "o"."c3" AS "c3", "o"."c4" AS "c4", "o"."c5" AS "c5", "o"."f1" AS "f1", "o"."f2" AS "f2", "o"."f3" AS "f3", "o"."f4" AS "f4", "o"."f5" AS "f5", "k0"."ordinal" AS "d4_business", regexp_replace(regexp_replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(strip_accents("o"."f5")), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'ø', 'o'), 'đ', 'd'), 'ð', 'd'), 'ł', 'l'), 'þ', 'th'), 'ı', 'i'), '[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+', ' ', 'g'), '^[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+|[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+$', '', 'g') AS "t5"
FROM "p0_open_left" AS "o"
LEFT JOIN "calendar_business" AS "k0" ON ("k0"."day" = "o"."f4");
CREATE TABLE "p0_input_right" AS
SELECT "o"."row_id" AS "row_id", "o"."content_hash" AS "content_hash", "o"."c1" AS "c1", "o"."c2" AS "c2", "o"."c3" AS "c3", "o"."c4" AS "c4", "o"."c5" AS "c5", "o"."f1" AS "f1", "o"."f2" AS "f2", "o"."f3" AS "f3", "o"."f4" AS "f4", "o"."f5" AS "f5", "k0"."ordinal" AS "d4_business", regexp_replace(regexp_replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(strip_accents("o"."f5")), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'ø', 'o'), 'đ', 'd'), 'ð', 'd'), 'ł', 'l'), 'þ', 'th'), 'ı', 'i'), '[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+', ' ', 'g'), '^[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+|[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+$', '', 'g') AS "t5"
FROM "p0_open_right" AS "o"
LEFT JOIN "calendar_business" AS "k0" ON ("k0"."day" = "o"."f4");
CREATE TABLE "p0_repeated" AS
(SELECT "t"."f1" AS "k0", "t"."f3" AS "k1"
FROM "p0_input_left" AS "t"
WHERE (("t"."f1" IS NOT NULL) AND ("t"."f3" IS NOT NULL))
GROUP BY "t"."f1", "t"."f3"
HAVING (count(*) > 1))
UNION
(SELECT "t"."f1" AS "k0", "t"."f3" AS "k1"
FROM "p0_input_right" AS "t"
WHERE (("t"."f1" IS NOT NULL) AND ("t"."f3" IS NOT NULL))
GROUP BY "t"."f1", "t"."f3"
HAVING (count(*) > 1));
CREATE TABLE "p0_keys" AS
SELECT "d"."k0" AS "k0", "d"."k1" AS "k1", row_number() OVER (ORDER BY "d"."k0" ASC NULLS FIRST, "d"."k1" ASC NULLS FIRST) AS "key_id"
FROM "p0_repeated" AS "d"
SEMI JOIN "p0_input_left" AS "l" ON (("d"."k0" = "l"."f1") AND ("d"."k1" = "l"."f3"))
SEMI JOIN "p0_input_right" AS "r" ON (("d"."k0" = "r"."f1") AND ("d"."k1" = "r"."f3"));
CREATE TABLE "p0_pairs" AS
SELECT "l"."row_id" AS "l", "r"."row_id" AS "r", CASE WHEN (("l"."c1" IS DISTINCT FROM "r"."c1") OR ("l"."c2" IS DISTINCT FROM "r"."c2") OR ("l"."c3" IS DISTINCT FROM "r"."c3") OR ("l"."c4" IS DISTINCT FROM "r"."c4") OR ("l"."c5" IS DISTINCT FROM "r"."c5")) THEN (CASE WHEN (("l"."f2" IS NULL) OR ("r"."f2" IS NULL)) THEN (("l"."f2" IS NULL) IS DISTINCT FROM ("r"."f2" IS NULL)) ELSE (NOT coalesce((abs(("l"."f2" - "r"."f2")) <= 0.50), FALSE)) END OR CASE WHEN (("l"."f4" IS NULL) OR ("r"."f4" IS NULL)) THEN (("l"."f4" IS NULL) IS DISTINCT FROM ("r"."f4" IS NULL)) ELSE (NOT coalesce((abs(("l"."d4_business" - "r"."d4_business")) <= 1), FALSE)) END OR CASE WHEN (("l"."f5" IS NULL) OR ("r"."f5" IS NULL)) THEN (("l"."f5" IS NULL) IS DISTINCT FROM ("r"."f5" IS NULL)) ELSE (NOT coalesce((round(jaro_winkler_similarity("l"."t5", "r"."t5"), 6) >= 0.9), FALSE)) END) ELSE CASE WHEN (("l"."f5" IS NULL) OR ("r"."f5" IS NULL)) THEN (("l"."f5" IS NULL) IS DISTINCT FROM ("r"."f5" IS NULL)) ELSE (NOT coalesce((round(jaro_winkler_similarity("l"."t5", "r"."t5"), 6) >= 0.9), FALSE)) END END AS "differs", (NOT (("l"."c1" IS DISTINCT FROM "r"."c1") OR ("l"."c2" IS DISTINCT FROM "r"."c2") OR ("l"."c3" IS DISTINCT FROM "r"."c3") OR ("l"."c4" IS DISTINCT FROM "r"."c4") OR ("l"."c5" IS DISTINCT FROM "r"."c5"))) AS "same", "l"."f2" AS "left_amount", "r"."f2" AS "right_amount", "l"."content_hash" AS "content_hash"
FROM "p0_input_left" AS "l"
JOIN "p0_input_right" AS "r" ON (("l"."f1" = "r"."f1") AND ("l"."f3" = "r"."f3"))
ANTI JOIN "p0_repeated" AS "d" ON (("l"."f1" = "d"."k0") AND ("l"."f3" = "d"."k1"));

-- exact: pair duplicate keys
CREATE TABLE "p0_flagged" AS
SELECT 0 AS "side", "row_id" AS "row_id"
FROM "p0_input_left" AS "t"
LIMIT 0;
CREATE TABLE "p0_groups" AS
SELECT "t"."row_id" AS "group_id", FALSE AS "net", '' AS "status", CAST(NULL AS DOUBLE) AS "confidence", CAST(NULL AS VARCHAR) AS "explanation", CAST(NULL AS VARCHAR) AS "reason"
FROM "p0_open_left" AS "t"
LIMIT 0;
CREATE TABLE "p0_members" AS
SELECT "t"."row_id" AS "group_id", 0 AS "side", "t"."row_id" AS "row_id", "t"."f2" AS "amount"
FROM "p0_open_left" AS "t"
LIMIT 0;
-- if p0_keys has rows
  CREATE TABLE "p0_classified" AS
  SELECT "side" AS "side", "row_id" AS "row_id", "content_hash" AS "content_hash", "key_id" AS "key_id", "cls" AS "cls", row_number() OVER (PARTITION BY "key_id", "cls", "side" ORDER BY "content_hash" ASC NULLS FIRST, "row_id" ASC NULLS FIRST) AS "place"
  FROM (SELECT "side" AS "side", "row_id" AS "row_id", "content_hash" AS "content_hash", "key_id" AS "key_id", dense_rank() OVER (PARTITION BY "key_id" ORDER BY "f2" ASC NULLS FIRST, "f4" ASC NULLS FIRST, "f5" ASC NULLS FIRST) AS "cls"
  FROM ((SELECT 0 AS "side", "o"."row_id" AS "row_id", "o"."content_hash" AS "content_hash", "d"."key_id" AS "key_id", "o"."f2" AS "f2", "o"."f4" AS "f4", "o"."f5" AS "f5"
  FROM "p0_input_left" AS "o"
  JOIN "p0_keys" AS "d" ON (("o"."f1" = "d"."k0") AND ("o"."f3" = "d"."k1")))
  UNION ALL
  (SELECT 1 AS "side", "o"."row_id" AS "row_id", "o"."content_hash" AS "content_hash", "d"."key_id" AS "key_id", "o"."f2" AS "f2", "o"."f4" AS "f4", "o"."f5" AS "f5"
  FROM "p0_input_right" AS "o"
  JOIN "p0_keys" AS "d" ON (("o"."f1" = "d"."k0") AND ("o"."f3" = "d"."k1")))) AS "t") AS "t";
  CREATE TABLE "p0_classes" AS
  SELECT "key_id" AS "key_id", "cls" AS "cls", count(*) FILTER (WHERE ("side" = 0)) AS "nl", count(*) FILTER (WHERE ("side" = 1)) AS "nr"
  FROM "p0_classified" AS "t"
  GROUP BY "key_id", "cls";
  INSERT INTO "p0_pairs" ("l", "r", "differs", "same", "left_amount", "right_amount", "content_hash")
  SELECT "l"."row_id" AS "l", "r"."row_id" AS "r", CASE WHEN (("l"."c1" IS DISTINCT FROM "r"."c1") OR ("l"."c2" IS DISTINCT FROM "r"."c2") OR ("l"."c3" IS DISTINCT FROM "r"."c3") OR ("l"."c4" IS DISTINCT FROM "r"."c4") OR ("l"."c5" IS DISTINCT FROM "r"."c5")) THEN (CASE WHEN (("l"."f2" IS NULL) OR ("r"."f2" IS NULL)) THEN (("l"."f2" IS NULL) IS DISTINCT FROM ("r"."f2" IS NULL)) ELSE (NOT coalesce((abs(("l"."f2" - "r"."f2")) <= 0.50), FALSE)) END OR CASE WHEN (("l"."f4" IS NULL) OR ("r"."f4" IS NULL)) THEN (("l"."f4" IS NULL) IS DISTINCT FROM ("r"."f4" IS NULL)) ELSE (NOT coalesce((abs(("l"."d4_business" - "r"."d4_business")) <= 1), FALSE)) END OR CASE WHEN (("l"."f5" IS NULL) OR ("r"."f5" IS NULL)) THEN (("l"."f5" IS NULL) IS DISTINCT FROM ("r"."f5" IS NULL)) ELSE (NOT coalesce((round(jaro_winkler_similarity("l"."t5", "r"."t5"), 6) >= 0.9), FALSE)) END) ELSE CASE WHEN (("l"."f5" IS NULL) OR ("r"."f5" IS NULL)) THEN (("l"."f5" IS NULL) IS DISTINCT FROM ("r"."f5" IS NULL)) ELSE (NOT coalesce((round(jaro_winkler_similarity("l"."t5", "r"."t5"), 6) >= 0.9), FALSE)) END END AS "differs", (NOT (("l"."c1" IS DISTINCT FROM "r"."c1") OR ("l"."c2" IS DISTINCT FROM "r"."c2") OR ("l"."c3" IS DISTINCT FROM "r"."c3") OR ("l"."c4" IS DISTINCT FROM "r"."c4") OR ("l"."c5" IS DISTINCT FROM "r"."c5"))) AS "same", "l"."f2" AS "left_amount", "r"."f2" AS "right_amount", "l"."content_hash" AS "content_hash"
  FROM (SELECT "a"."row_id" AS "l", "b"."row_id" AS "r"
  FROM "p0_classified" AS "a"
  JOIN "p0_classified" AS "b" ON (("a"."key_id" = "b"."key_id") AND ("a"."cls" = "b"."cls") AND ("a"."place" = "b"."place") AND ("a"."side" = 0) AND ("b"."side" = 1))) AS "ids"
  JOIN "p0_input_left" AS "l" ON ("l"."row_id" = "ids"."l")
  JOIN "p0_input_right" AS "r" ON ("r"."row_id" = "ids"."r");
  CREATE TABLE "p0_rest" AS
  SELECT "c"."side" AS "side", "c"."row_id" AS "row_id", "c"."content_hash" AS "content_hash", "c"."key_id" AS "key_id", "c"."cls" AS "cls", row_number() OVER (PARTITION BY "c"."key_id", "c"."side" ORDER BY "c"."content_hash" ASC NULLS FIRST, "c"."row_id" ASC NULLS FIRST) AS "place"
  FROM "p0_classified" AS "c"
  JOIN "p0_classes" AS "k" ON (("c"."key_id" = "k"."key_id") AND ("c"."cls" = "k"."cls"))
  WHERE ("c"."place" > least("k"."nl", "k"."nr"));
  CREATE TABLE "p0_rests" AS
  SELECT "key_id" AS "key_id", "nl" AS "nl", "nr" AS "nr", "cl" AS "cl", "cr" AS "cr", CASE WHEN (("nl" = 0) OR ("nr" = 0)) THEN 'flag' WHEN (("cl" = 1) AND ("cr" = 1)) THEN 'pair' WHEN (("nl" = "nr") AND ("nl" <= 300)) THEN 'assign' ELSE 'suggest' END AS "decision"
  FROM (SELECT "key_id" AS "key_id", count(*) FILTER (WHERE ("side" = 0)) AS "nl", count(*) FILTER (WHERE ("side" = 1)) AS "nr", count(DISTINCT "cls") FILTER (WHERE ("side" = 0)) AS "cl", count(DISTINCT "cls") FILTER (WHERE ("side" = 1)) AS "cr"
  FROM "p0_rest" AS "t"
  GROUP BY "key_id") AS "t";
  INSERT INTO "p0_pairs" ("l", "r", "differs", "same", "left_amount", "right_amount", "content_hash")
  SELECT "l"."row_id" AS "l", "r"."row_id" AS "r", CASE WHEN (("l"."c1" IS DISTINCT FROM "r"."c1") OR ("l"."c2" IS DISTINCT FROM "r"."c2") OR ("l"."c3" IS DISTINCT FROM "r"."c3") OR ("l"."c4" IS DISTINCT FROM "r"."c4") OR ("l"."c5" IS DISTINCT FROM "r"."c5")) THEN (CASE WHEN (("l"."f2" IS NULL) OR ("r"."f2" IS NULL)) THEN (("l"."f2" IS NULL) IS DISTINCT FROM ("r"."f2" IS NULL)) ELSE (NOT coalesce((abs(("l"."f2" - "r"."f2")) <= 0.50), FALSE)) END OR CASE WHEN (("l"."f4" IS NULL) OR ("r"."f4" IS NULL)) THEN (("l"."f4" IS NULL) IS DISTINCT FROM ("r"."f4" IS NULL)) ELSE (NOT coalesce((abs(("l"."d4_business" - "r"."d4_business")) <= 1), FALSE)) END OR CASE WHEN (("l"."f5" IS NULL) OR ("r"."f5" IS NULL)) THEN (("l"."f5" IS NULL) IS DISTINCT FROM ("r"."f5" IS NULL)) ELSE (NOT coalesce((round(jaro_winkler_similarity("l"."t5", "r"."t5"), 6) >= 0.9), FALSE)) END) ELSE CASE WHEN (("l"."f5" IS NULL) OR ("r"."f5" IS NULL)) THEN (("l"."f5" IS NULL) IS DISTINCT FROM ("r"."f5" IS NULL)) ELSE (NOT coalesce((round(jaro_winkler_similarity("l"."t5", "r"."t5"), 6) >= 0.9), FALSE)) END END AS "differs", (NOT (("l"."c1" IS DISTINCT FROM "r"."c1") OR ("l"."c2" IS DISTINCT FROM "r"."c2") OR ("l"."c3" IS DISTINCT FROM "r"."c3") OR ("l"."c4" IS DISTINCT FROM "r"."c4") OR ("l"."c5" IS DISTINCT FROM "r"."c5"))) AS "same", "l"."f2" AS "left_amount", "r"."f2" AS "right_amount", "l"."content_hash" AS "content_hash"
  FROM (SELECT "a"."row_id" AS "l", "b"."row_id" AS "r"
  FROM "p0_rest" AS "a"
  JOIN "p0_rest" AS "b" ON (("a"."key_id" = "b"."key_id") AND ("a"."place" = "b"."place") AND ("a"."side" = 0) AND ("b"."side" = 1))
  JOIN "p0_rests" AS "q" ON (("a"."key_id" = "q"."key_id") AND ("q"."decision" = 'pair'))) AS "ids"
  JOIN "p0_input_left" AS "l" ON ("l"."row_id" = "ids"."l")
  JOIN "p0_input_right" AS "r" ON ("r"."row_id" = "ids"."r");
  INSERT INTO "p0_flagged" ("side", "row_id")
  (SELECT "a"."side" AS "side", "a"."row_id" AS "row_id"
  FROM "p0_rest" AS "a"
  JOIN "p0_rests" AS "q" ON (("a"."key_id" = "q"."key_id") AND ("q"."decision" = 'flag'))
  WHERE ("a"."place" > least("q"."nl", "q"."nr")))
  UNION ALL
  (SELECT "a"."side" AS "side", "a"."row_id" AS "row_id"
  FROM "p0_rest" AS "a"
  JOIN "p0_rests" AS "q" ON (("a"."key_id" = "q"."key_id") AND ("q"."decision" = 'pair'))
  WHERE ("a"."place" > least("q"."nl", "q"."nr")));
  -- at most 200000000 pairs
  SELECT sum(("cl" * "cr")) AS "pairs"
  FROM "p0_rests" AS "t"
  WHERE ("decision" = 'assign');
  CREATE TABLE "p0_nodes" AS
  SELECT "a"."side" AS "side", "a"."row_id" AS "row_id", "a"."content_hash" AS "content_hash", "a"."key_id" AS "key_id", dense_rank() OVER (ORDER BY "a"."key_id" ASC NULLS FIRST, "a"."cls" ASC NULLS FIRST) AS "cls"
  FROM "p0_rest" AS "a"
  JOIN "p0_rests" AS "q" ON (("a"."key_id" = "q"."key_id") AND ("q"."decision" = 'assign'));
  CREATE TABLE "p0_edges" AS
  SELECT "a"."cls" AS "l", "b"."cls" AS "r", ((CASE WHEN CASE WHEN (("l"."f2" IS NULL) OR ("r"."f2" IS NULL)) THEN (("l"."f2" IS NULL) IS DISTINCT FROM ("r"."f2" IS NULL)) ELSE (NOT coalesce((abs(("l"."f2" - "r"."f2")) <= 0.50), FALSE)) END THEN 1 ELSE 0 END + CASE WHEN CASE WHEN (("l"."f4" IS NULL) OR ("r"."f4" IS NULL)) THEN (("l"."f4" IS NULL) IS DISTINCT FROM ("r"."f4" IS NULL)) ELSE (NOT coalesce((abs(("l"."d4_business" - "r"."d4_business")) <= 1), FALSE)) END THEN 1 ELSE 0 END) + CASE WHEN CASE WHEN (("l"."f5" IS NULL) OR ("r"."f5" IS NULL)) THEN (("l"."f5" IS NULL) IS DISTINCT FROM ("r"."f5" IS NULL)) ELSE (NOT coalesce((round(jaro_winkler_similarity("l"."t5", "r"."t5"), 6) >= 0.9), FALSE)) END THEN 1 ELSE 0 END) AS "cost", CAST((coalesce(CAST(abs(("l"."f2" - "r"."f2")) AS DECIMAL(38, 2)), CAST(0 AS DECIMAL(38, 2))) + coalesce(CAST(abs(datediff('day', "l"."f4", "r"."f4")) AS DECIMAL(38, 2)), CAST(0 AS DECIMAL(38, 2)))) AS DECIMAL(38, 2)) AS "cost2"
  FROM (SELECT "key_id" AS "key_id", "cls" AS "cls", min("row_id") AS "row_id"
  FROM "p0_nodes" AS "t"
  WHERE ("side" = 0)
  GROUP BY "key_id", "cls") AS "a"
  JOIN (SELECT "key_id" AS "key_id", "cls" AS "cls", min("row_id") AS "row_id"
  FROM "p0_nodes" AS "t"
  WHERE ("side" = 1)
  GROUP BY "key_id", "cls") AS "b" ON ("a"."key_id" = "b"."key_id")
  JOIN "p0_input_left" AS "l" ON ("l"."row_id" = "a"."row_id")
  JOIN "p0_input_right" AS "r" ON ("r"."row_id" = "b"."row_id");
  -- assign p0_nodes, p0_edges to p0_assigned, p0_ambiguous
  INSERT INTO "p0_pairs" ("l", "r", "differs", "same", "left_amount", "right_amount", "content_hash")
  SELECT "l"."row_id" AS "l", "r"."row_id" AS "r", CASE WHEN (("l"."c1" IS DISTINCT FROM "r"."c1") OR ("l"."c2" IS DISTINCT FROM "r"."c2") OR ("l"."c3" IS DISTINCT FROM "r"."c3") OR ("l"."c4" IS DISTINCT FROM "r"."c4") OR ("l"."c5" IS DISTINCT FROM "r"."c5")) THEN (CASE WHEN (("l"."f2" IS NULL) OR ("r"."f2" IS NULL)) THEN (("l"."f2" IS NULL) IS DISTINCT FROM ("r"."f2" IS NULL)) ELSE (NOT coalesce((abs(("l"."f2" - "r"."f2")) <= 0.50), FALSE)) END OR CASE WHEN (("l"."f4" IS NULL) OR ("r"."f4" IS NULL)) THEN (("l"."f4" IS NULL) IS DISTINCT FROM ("r"."f4" IS NULL)) ELSE (NOT coalesce((abs(("l"."d4_business" - "r"."d4_business")) <= 1), FALSE)) END OR CASE WHEN (("l"."f5" IS NULL) OR ("r"."f5" IS NULL)) THEN (("l"."f5" IS NULL) IS DISTINCT FROM ("r"."f5" IS NULL)) ELSE (NOT coalesce((round(jaro_winkler_similarity("l"."t5", "r"."t5"), 6) >= 0.9), FALSE)) END) ELSE CASE WHEN (("l"."f5" IS NULL) OR ("r"."f5" IS NULL)) THEN (("l"."f5" IS NULL) IS DISTINCT FROM ("r"."f5" IS NULL)) ELSE (NOT coalesce((round(jaro_winkler_similarity("l"."t5", "r"."t5"), 6) >= 0.9), FALSE)) END END AS "differs", (NOT (("l"."c1" IS DISTINCT FROM "r"."c1") OR ("l"."c2" IS DISTINCT FROM "r"."c2") OR ("l"."c3" IS DISTINCT FROM "r"."c3") OR ("l"."c4" IS DISTINCT FROM "r"."c4") OR ("l"."c5" IS DISTINCT FROM "r"."c5"))) AS "same", "l"."f2" AS "left_amount", "r"."f2" AS "right_amount", "l"."content_hash" AS "content_hash"
  FROM (SELECT "l" AS "l", "r" AS "r"
  FROM "p0_assigned" AS "t") AS "ids"
  JOIN "p0_input_left" AS "l" ON ("l"."row_id" = "ids"."l")
  JOIN "p0_input_right" AS "r" ON ("r"."row_id" = "ids"."r");
  INSERT INTO "p0_members" ("group_id", "side", "row_id", "amount")
  SELECT "m"."group_id" AS "group_id", "m"."side" AS "side", "m"."row_id" AS "row_id", "o"."f2" AS "amount"
  FROM (SELECT min(CASE WHEN ("side" = 0) THEN "row_id" END) OVER (PARTITION BY "suggestion") AS "group_id", "side" AS "side", "row_id" AS "row_id"
  FROM (SELECT "group_id" AS "suggestion", "side" AS "side", "row_id" AS "row_id"
  FROM "p0_ambiguous" AS "t") AS "t") AS "m"
  JOIN "p0_open_left" AS "o" ON ("m"."row_id" = "o"."row_id")
  WHERE ("m"."side" = 0);
  INSERT INTO "p0_members" ("group_id", "side", "row_id", "amount")
  SELECT "m"."group_id" AS "group_id", "m"."side" AS "side", "m"."row_id" AS "row_id", "o"."f2" AS "amount"
  FROM (SELECT min(CASE WHEN ("side" = 0) THEN "row_id" END) OVER (PARTITION BY "suggestion") AS "group_id", "side" AS "side", "row_id" AS "row_id"
  FROM (SELECT "group_id" AS "suggestion", "side" AS "side", "row_id" AS "row_id"
  FROM "p0_ambiguous" AS "t") AS "t") AS "m"
  JOIN "p0_open_right" AS "o" ON ("m"."row_id" = "o"."row_id")
  WHERE ("m"."side" = 1);
  INSERT INTO "p0_groups" ("group_id", "net", "status", "confidence", "explanation", "reason")
  SELECT DISTINCT "group_id" AS "group_id", FALSE AS "net", 'suggested' AS "status", CAST(NULL AS DOUBLE) AS "confidence", 'several assignments are equally good' AS "explanation", CAST(NULL AS VARCHAR) AS "reason"
  FROM (SELECT min(CASE WHEN ("side" = 0) THEN "row_id" END) OVER (PARTITION BY "suggestion") AS "group_id", "side" AS "side", "row_id" AS "row_id"
  FROM (SELECT "group_id" AS "suggestion", "side" AS "side", "row_id" AS "row_id"
  FROM "p0_ambiguous" AS "t") AS "t") AS "t";
  INSERT INTO "p0_members" ("group_id", "side", "row_id", "amount")
  SELECT "m"."group_id" AS "group_id", "m"."side" AS "side", "m"."row_id" AS "row_id", "o"."f2" AS "amount"
  FROM (SELECT min(CASE WHEN ("side" = 0) THEN "row_id" END) OVER (PARTITION BY "suggestion") AS "group_id", "side" AS "side", "row_id" AS "row_id"
  FROM (SELECT "a"."key_id" AS "suggestion", "a"."side" AS "side", "a"."row_id" AS "row_id"
  FROM "p0_rest" AS "a"
  JOIN "p0_rests" AS "q" ON (("a"."key_id" = "q"."key_id") AND ("q"."decision" = 'suggest'))) AS "t") AS "m"
  JOIN "p0_open_left" AS "o" ON ("m"."row_id" = "o"."row_id")
  WHERE ("m"."side" = 0);
  INSERT INTO "p0_members" ("group_id", "side", "row_id", "amount")
  SELECT "m"."group_id" AS "group_id", "m"."side" AS "side", "m"."row_id" AS "row_id", "o"."f2" AS "amount"
  FROM (SELECT min(CASE WHEN ("side" = 0) THEN "row_id" END) OVER (PARTITION BY "suggestion") AS "group_id", "side" AS "side", "row_id" AS "row_id"
  FROM (SELECT "a"."key_id" AS "suggestion", "a"."side" AS "side", "a"."row_id" AS "row_id"
  FROM "p0_rest" AS "a"
  JOIN "p0_rests" AS "q" ON (("a"."key_id" = "q"."key_id") AND ("q"."decision" = 'suggest'))) AS "t") AS "m"
  JOIN "p0_open_right" AS "o" ON ("m"."row_id" = "o"."row_id")
  WHERE ("m"."side" = 1);
  INSERT INTO "p0_groups" ("group_id", "net", "status", "confidence", "explanation", "reason")
  SELECT DISTINCT "group_id" AS "group_id", FALSE AS "net", 'suggested' AS "status", CAST(NULL AS DOUBLE) AS "confidence", 'records with the same key differ and cannot be told apart' AS "explanation", CAST(NULL AS VARCHAR) AS "reason"
  FROM (SELECT min(CASE WHEN ("side" = 0) THEN "row_id" END) OVER (PARTITION BY "suggestion") AS "group_id", "side" AS "side", "row_id" AS "row_id"
  FROM (SELECT "a"."key_id" AS "suggestion", "a"."side" AS "side", "a"."row_id" AS "row_id"
  FROM "p0_rest" AS "a"
  JOIN "p0_rests" AS "q" ON (("a"."key_id" = "q"."key_id") AND ("q"."decision" = 'suggest'))) AS "t") AS "t";

-- classify
CREATE TABLE "differences" AS
SELECT "row_id" AS "group_id", 0 AS "position", CAST(NULL AS VARCHAR) AS "field", CAST(NULL AS VARCHAR) AS "left_value", CAST(NULL AS VARCHAR) AS "right_value", CAST(NULL AS VARCHAR) AS "delta"
FROM "left_set_aside" AS "t"
LIMIT 0;
CREATE TABLE "p0_differing" AS
SELECT "l" AS "l", "r" AS "r"
FROM "p0_pairs" AS "t"
WHERE "differs";
-- if p0_differing has rows
  CREATE TABLE "p0_judged" AS
  SELECT "d"."l" AS "group_id", CASE WHEN (("l"."f2" IS NULL) OR ("r"."f2" IS NULL)) THEN (("l"."f2" IS NULL) IS DISTINCT FROM ("r"."f2" IS NULL)) ELSE (NOT coalesce((abs(("l"."f2" - "r"."f2")) <= 0.50), FALSE)) END AS "is0", CAST("l"."f2" AS VARCHAR) AS "l0", CAST("r"."f2" AS VARCHAR) AS "r0", CAST(("r"."f2" - "l"."f2") AS VARCHAR) AS "d0", CASE WHEN (("l"."f4" IS NULL) OR ("r"."f4" IS NULL)) THEN (("l"."f4" IS NULL) IS DISTINCT FROM ("r"."f4" IS NULL)) ELSE (NOT coalesce((abs(("l"."d4_business" - "r"."d4_business")) <= 1), FALSE)) END AS "is1", CAST("l"."f4" AS VARCHAR) AS "l1", CAST("r"."f4" AS VARCHAR) AS "r1", CAST(("r"."f4" - "l"."f4") AS VARCHAR) AS "d1", CASE WHEN (("l"."f5" IS NULL) OR ("r"."f5" IS NULL)) THEN (("l"."f5" IS NULL) IS DISTINCT FROM ("r"."f5" IS NULL)) ELSE (NOT coalesce((round(jaro_winkler_similarity("l"."t5", "r"."t5"), 6) >= 0.9), FALSE)) END AS "is2", CAST("l"."f5" AS VARCHAR) AS "l2", CAST("r"."f5" AS VARCHAR) AS "r2", CAST(NULL AS VARCHAR) AS "d2"
  FROM "p0_differing" AS "d"
  JOIN "p0_input_left" AS "l" ON ("l"."row_id" = "d"."l")
  JOIN "p0_input_right" AS "r" ON ("r"."row_id" = "d"."r");
  INSERT INTO "differences" ("group_id", "position", "field", "left_value", "right_value", "delta")
  (SELECT "group_id" AS "group_id", 0 AS "position", 'amount' AS "field", "l0" AS "left_value", "r0" AS "right_value", "d0" AS "delta"
  FROM "p0_judged" AS "t"
  WHERE "is0")
  UNION ALL
  (SELECT "group_id" AS "group_id", 1 AS "position", 'day' AS "field", "l1" AS "left_value", "r1" AS "right_value", "d1" AS "delta"
  FROM "p0_judged" AS "t"
  WHERE "is1")
  UNION ALL
  (SELECT "group_id" AS "group_id", 2 AS "position", 'party' AS "field", "l2" AS "left_value", "r2" AS "right_value", "d2" AS "delta"
  FROM "p0_judged" AS "t"
  WHERE "is2");
  DROP TABLE IF EXISTS "p0_judged";
CREATE TABLE "left_flagged" AS
SELECT DISTINCT "row_id" AS "row_id", CAST((4 + 0) AS BIGINT) AS "decision", 'its key is on the other side, but every counterpart has a match' AS "reason"
FROM ((SELECT "row_id" AS "row_id"
FROM "left_set_aside" AS "t"
LIMIT 0)
UNION ALL
(SELECT "row_id" AS "row_id"
FROM "p0_flagged" AS "t"
WHERE ("side" = 0))) AS "t"
ORDER BY "row_id" ASC NULLS FIRST;
CREATE TABLE "left_decided" AS
SELECT "row_id" AS "row_id", "decision" AS "decision"
FROM ((SELECT "row_id" AS "row_id", CAST((CASE WHEN ("outcome" = 'rejected') THEN 6 ELSE 5 END + 0) AS BIGINT) AS "decision"
FROM "left_set_aside" AS "t")
UNION ALL
(SELECT "l" AS "row_id", CAST((((CASE WHEN "differs" THEN 1 ELSE 0 END + 16) + CASE WHEN "same" THEN 8 ELSE 0 END) + (CAST("l" AS BIGINT) * 65536)) AS BIGINT) AS "decision"
FROM "p0_pairs" AS "t")
UNION ALL
(SELECT "m"."row_id" AS "row_id", CAST(((CASE WHEN ("g"."status" = 'suggested') THEN 2 ELSE 0 END + 16) + (CAST("m"."group_id" AS BIGINT) * 65536)) AS BIGINT) AS "decision"
FROM "p0_members" AS "m"
JOIN "p0_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
WHERE ("m"."side" = 0))) AS "t"
ORDER BY "row_id" ASC NULLS FIRST;
CREATE TABLE "left_reasons" AS
SELECT "row_id" AS "row_id", "reason" AS "reason"
FROM ((SELECT "row_id" AS "row_id", "reason" AS "reason"
FROM "left_set_aside" AS "t")
UNION ALL
(SELECT "m"."row_id" AS "row_id", CASE WHEN ("g"."status" = 'suggested') THEN "g"."explanation" ELSE "g"."reason" END AS "reason"
FROM "p0_members" AS "m"
JOIN "p0_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
WHERE ("m"."side" = 0))
UNION ALL
(SELECT "p"."l" AS "row_id", "d"."reason" AS "reason"
FROM "p0_pairs" AS "p"
JOIN (SELECT "group_id" AS "group_id", string_agg("field", ',' ORDER BY "position") AS "reason"
FROM "differences" AS "t"
GROUP BY "group_id") AS "d" ON ("d"."group_id" = "p"."l")
WHERE "p"."differs")) AS "t"
WHERE ("reason" IS NOT NULL)
ORDER BY "row_id" ASC NULLS FIRST;
ALTER TABLE "left" ADD COLUMN "decision" BIGINT DEFAULT 3;
ALTER TABLE "left" ADD COLUMN "reason" VARCHAR;
UPDATE "left" SET "decision" = "u"."decision"
FROM "left_decided" AS "u"
WHERE (("left"."rowid" + 1) = "u"."row_id");
-- if left_reasons has rows
  UPDATE "left" SET "reason" = "u"."reason"
  FROM "left_reasons" AS "u"
  WHERE (("left"."rowid" + 1) = "u"."row_id");
-- if left_flagged has rows
  UPDATE "left" SET "decision" = "u"."decision", "reason" = "u"."reason"
  FROM "left_flagged" AS "u"
  WHERE ((("left"."rowid" + 1) = "u"."row_id") AND ("left"."decision" = 3));
DROP TABLE IF EXISTS "left_flagged";
DROP TABLE IF EXISTS "left_decided";
DROP TABLE IF EXISTS "left_reasons";
CREATE TABLE "right_flagged" AS
SELECT DISTINCT "row_id" AS "row_id", CAST((4 + 0) AS BIGINT) AS "decision", 'its key is on the other side, but every counterpart has a match' AS "reason"
FROM ((SELECT "row_id" AS "row_id"
FROM "right_set_aside" AS "t"
LIMIT 0)
UNION ALL
(SELECT "row_id" AS "row_id"
FROM "p0_flagged" AS "t"
WHERE ("side" = 1))) AS "t"
ORDER BY "row_id" ASC NULLS FIRST;
CREATE TABLE "right_decided" AS
SELECT "row_id" AS "row_id", "decision" AS "decision", "content_hash" AS "content_hash"
FROM ((SELECT "row_id" AS "row_id", CAST((CASE WHEN ("outcome" = 'rejected') THEN 6 ELSE 5 END + 0) AS BIGINT) AS "decision", CAST(NULL AS VARCHAR) AS "content_hash"
FROM "right_set_aside" AS "t")
UNION ALL
(SELECT "r" AS "row_id", CAST((((CASE WHEN "differs" THEN 1 ELSE 0 END + 16) + CASE WHEN "same" THEN 8 ELSE 0 END) + (CAST("l" AS BIGINT) * 65536)) AS BIGINT) AS "decision", CASE WHEN "same" THEN "content_hash" END AS "content_hash"
FROM "p0_pairs" AS "t")
UNION ALL
(SELECT "m"."row_id" AS "row_id", CAST(((CASE WHEN ("g"."status" = 'suggested') THEN 2 ELSE 0 END + 16) + (CAST("m"."group_id" AS BIGINT) * 65536)) AS BIGINT) AS "decision", CAST(NULL AS VARCHAR) AS "content_hash"
FROM "p0_members" AS "m"
JOIN "p0_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
WHERE ("m"."side" = 1))) AS "t"
ORDER BY "row_id" ASC NULLS FIRST;
CREATE TABLE "right_reasons" AS
SELECT "row_id" AS "row_id", "reason" AS "reason"
FROM ((SELECT "row_id" AS "row_id", "reason" AS "reason"
FROM "right_set_aside" AS "t")
UNION ALL
(SELECT "m"."row_id" AS "row_id", CASE WHEN ("g"."status" = 'suggested') THEN "g"."explanation" ELSE "g"."reason" END AS "reason"
FROM "p0_members" AS "m"
JOIN "p0_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
WHERE ("m"."side" = 1))
UNION ALL
(SELECT "p"."r" AS "row_id", "d"."reason" AS "reason"
FROM "p0_pairs" AS "p"
JOIN (SELECT "group_id" AS "group_id", string_agg("field", ',' ORDER BY "position") AS "reason"
FROM "differences" AS "t"
GROUP BY "group_id") AS "d" ON ("d"."group_id" = "p"."l")
WHERE "p"."differs")) AS "t"
WHERE ("reason" IS NOT NULL)
ORDER BY "row_id" ASC NULLS FIRST;
ALTER TABLE "right" ADD COLUMN "decision" BIGINT DEFAULT 3;
ALTER TABLE "right" ADD COLUMN "reason" VARCHAR;
UPDATE "right" SET "decision" = "u"."decision", "content_hash" = coalesce("right"."content_hash", "u"."content_hash")
FROM "right_decided" AS "u"
WHERE (("right"."rowid" + 1) = "u"."row_id");
-- if right_reasons has rows
  UPDATE "right" SET "reason" = "u"."reason"
  FROM "right_reasons" AS "u"
  WHERE (("right"."rowid" + 1) = "u"."row_id");
-- if right_flagged has rows
  UPDATE "right" SET "decision" = "u"."decision", "reason" = "u"."reason"
  FROM "right_flagged" AS "u"
  WHERE ((("right"."rowid" + 1) = "u"."row_id") AND ("right"."decision" = 3));
DROP TABLE IF EXISTS "right_flagged";
DROP TABLE IF EXISTS "right_decided";
DROP TABLE IF EXISTS "right_reasons";

-- explain
CREATE TABLE "left_left_over" AS
SELECT "row_id" AS "row_id"
FROM "left_classified" AS "t"
WHERE ("outcome" IN (3, 4));
CREATE TABLE "right_left_over" AS
SELECT "row_id" AS "row_id"
FROM "right_classified" AS "t"
WHERE ("outcome" IN (3, 4));

-- explain
CREATE TABLE "left_wanted" AS
SELECT "t"."row_id" AS "row_id", "t"."content_hash" AS "content_hash", "t"."f1" AS "f1", "t"."f2" AS "f2", "t"."f3" AS "f3", "t"."f4" AS "f4", "t"."f5" AS "f5"
FROM "left_records" AS "t"
SEMI JOIN "left_left_over" AS "w" ON ("w"."row_id" = "t"."row_id");
CREATE VIEW "left_pool" AS
SELECT "t"."row_id" AS "row_id", "t"."content_hash" AS "content_hash", "t"."f1" AS "f1", "t"."f2" AS "f2", "t"."f3" AS "f3", "t"."f4" AS "f4", "t"."f5" AS "f5"
FROM "right_records" AS "t"
ANTI JOIN "right_set_aside" AS "s" ON ("s"."row_id" = "t"."row_id");
CREATE TABLE "left_near_pairs" AS
(SELECT "u"."row_id" AS "u", "o"."row_id" AS "o"
FROM (SELECT "row_id" AS "row_id", "k0" AS "k0"
FROM (SELECT "row_id" AS "row_id", "k0" AS "k0", count(*) OVER (PARTITION BY "k0") AS "sharing"
FROM (SELECT "o"."row_id" AS "row_id", "o"."k0" AS "k0"
FROM (SELECT "t"."row_id" AS "row_id", "t"."f3" AS "k0"
FROM "left_pool" AS "t"
WHERE ("t"."f3" IS NOT NULL)) AS "o"
SEMI JOIN (SELECT "t"."row_id" AS "row_id", "t"."f3" AS "k0"
FROM "left_wanted" AS "t"
WHERE ("t"."f3" IS NOT NULL)) AS "u" ON ("o"."k0" = "u"."k0")) AS "t") AS "t"
WHERE ("sharing" <= 32)) AS "o"
JOIN (SELECT "t"."row_id" AS "row_id", "t"."f3" AS "k0"
FROM "left_wanted" AS "t"
WHERE ("t"."f3" IS NOT NULL)) AS "u" ON ("o"."k0" = "u"."k0"))
UNION
(SELECT "u"."row_id" AS "u", "o"."row_id" AS "o"
FROM (SELECT "row_id" AS "row_id", "k0" AS "k0"
FROM (SELECT "row_id" AS "row_id", "k0" AS "k0", count(*) OVER (PARTITION BY "k0") AS "sharing"
FROM (SELECT "o"."row_id" AS "row_id", "o"."k0" AS "k0"
FROM (SELECT "t"."row_id" AS "row_id", "t"."f1" AS "k0"
FROM "left_pool" AS "t"
WHERE ("t"."f1" IS NOT NULL)) AS "o"
SEMI JOIN (SELECT "t"."row_id" AS "row_id", "t"."f1" AS "k0"
FROM "left_wanted" AS "t"
WHERE ("t"."f1" IS NOT NULL)) AS "u" ON ("o"."k0" = "u"."k0")) AS "t") AS "t"
WHERE ("sharing" <= 32)) AS "o"
JOIN (SELECT "t"."row_id" AS "row_id", "t"."f1" AS "k0"
FROM "left_wanted" AS "t"
WHERE ("t"."f1" IS NOT NULL)) AS "u" ON ("o"."k0" = "u"."k0"))
UNION
(SELECT "u"."row_id" AS "u", "o"."row_id" AS "o"
FROM (SELECT "row_id" AS "row_id", "k0" AS "k0", "k1" AS "k1", "k2" AS "k2"
FROM (SELECT "row_id" AS "row_id", "k0" AS "k0", "k1" AS "k1", "k2" AS "k2", count(*) OVER (PARTITION BY "k0", "k1", "k2") AS "sharing"
FROM (SELECT "o"."row_id" AS "row_id", "o"."k0" AS "k0", "o"."k1" AS "k1", "o"."k2" AS "k2"
FROM (SELECT "t"."row_id" AS "row_id", "t"."f2" AS "k0", "t"."f4" AS "k1", "t"."f5" AS "k2"
FROM "left_pool" AS "t"
WHERE (("t"."f2" IS NOT NULL) AND ("t"."f4" IS NOT NULL) AND ("t"."f5" IS NOT NULL))) AS "o"
SEMI JOIN (SELECT "t"."row_id" AS "row_id", "t"."f2" AS "k0", "t"."f4" AS "k1", "t"."f5" AS "k2"
FROM "left_wanted" AS "t"
WHERE (("t"."f2" IS NOT NULL) AND ("t"."f4" IS NOT NULL) AND ("t"."f5" IS NOT NULL))) AS "u" ON (("o"."k0" = "u"."k0") AND ("o"."k1" = "u"."k1") AND ("o"."k2" = "u"."k2"))) AS "t") AS "t"
WHERE ("sharing" <= 32)) AS "o"
JOIN (SELECT "t"."row_id" AS "row_id", "t"."f2" AS "k0", "t"."f4" AS "k1", "t"."f5" AS "k2"
FROM "left_wanted" AS "t"
WHERE (("t"."f2" IS NOT NULL) AND ("t"."f4" IS NOT NULL) AND ("t"."f5" IS NOT NULL))) AS "u" ON (("o"."k0" = "u"."k0") AND ("o"."k1" = "u"."k1") AND ("o"."k2" = "u"."k2")))
UNION
(SELECT "u"."row_id" AS "u", "o"."row_id" AS "o"
FROM (SELECT "row_id" AS "row_id", "k0" AS "k0", "k1" AS "k1"
FROM (SELECT "row_id" AS "row_id", "k0" AS "k0", "k1" AS "k1", count(*) OVER (PARTITION BY "k0", "k1") AS "sharing"
FROM (SELECT "o"."row_id" AS "row_id", "o"."k0" AS "k0", "o"."k1" AS "k1"
FROM (SELECT "t"."row_id" AS "row_id", "t"."f2" AS "k0", "t"."f3" AS "k1"
FROM "left_pool" AS "t"
WHERE (("t"."f2" IS NOT NULL) AND ("t"."f3" IS NOT NULL))) AS "o"
SEMI JOIN (SELECT "t"."row_id" AS "row_id", "t"."f2" AS "k0", "t"."f3" AS "k1"
FROM "left_wanted" AS "t"
WHERE (("t"."f2" IS NOT NULL) AND ("t"."f3" IS NOT NULL))) AS "u" ON (("o"."k0" = "u"."k0") AND ("o"."k1" = "u"."k1"))) AS "t") AS "t"
WHERE ("sharing" <= 32)) AS "o"
JOIN (SELECT "t"."row_id" AS "row_id", "t"."f2" AS "k0", "t"."f3" AS "k1"
FROM "left_wanted" AS "t"
WHERE (("t"."f2" IS NOT NULL) AND ("t"."f3" IS NOT NULL))) AS "u" ON (("o"."k0" = "u"."k0") AND ("o"."k1" = "u"."k1")));
CREATE TABLE "left_nearest" AS
SELECT "row_id" AS "row_id", "nearest" AS "nearest", "failed" AS "failed", "fields" AS "fields"
FROM (SELECT "p"."u" AS "row_id", "p"."o" AS "nearest", concat('[', concat_ws(',', CASE WHEN ("l"."f1" IS DISTINCT FROM "r"."f1") THEN CAST(to_json({'field': 'ref', 'left': CAST("l"."f1" AS VARCHAR), 'right': CAST("r"."f1" AS VARCHAR), 'delta': CAST(NULL AS VARCHAR)}) AS VARCHAR) END, CASE WHEN ("l"."f2" IS DISTINCT FROM "r"."f2") THEN CAST(to_json({'field': 'amount', 'left': CAST("l"."f2" AS VARCHAR), 'right': CAST("r"."f2" AS VARCHAR), 'delta': CAST(("r"."f2" - "l"."f2") AS VARCHAR)}) AS VARCHAR) END, CASE WHEN ("l"."f3" IS DISTINCT FROM "r"."f3") THEN CAST(to_json({'field': 'ccy', 'left': CAST("l"."f3" AS VARCHAR), 'right': CAST("r"."f3" AS VARCHAR), 'delta': CAST(NULL AS VARCHAR)}) AS VARCHAR) END, CASE WHEN ("l"."f4" IS DISTINCT FROM "r"."f4") THEN CAST(to_json({'field': 'day', 'left': CAST("l"."f4" AS VARCHAR), 'right': CAST("r"."f4" AS VARCHAR), 'delta': CAST(("r"."f4" - "l"."f4") AS VARCHAR)}) AS VARCHAR) END, CASE WHEN ("l"."f5" IS DISTINCT FROM "r"."f5") THEN CAST(to_json({'field': 'party', 'left': CAST("l"."f5" AS VARCHAR), 'right': CAST("r"."f5" AS VARCHAR), 'delta': CAST(NULL AS VARCHAR)}) AS VARCHAR) END), ']') AS "failed", concat_ws(',', CASE WHEN ("l"."f1" IS DISTINCT FROM "r"."f1") THEN 'ref' END, CASE WHEN ("l"."f2" IS DISTINCT FROM "r"."f2") THEN 'amount' END, CASE WHEN ("l"."f3" IS DISTINCT FROM "r"."f3") THEN 'ccy' END, CASE WHEN ("l"."f4" IS DISTINCT FROM "r"."f4") THEN 'day' END, CASE WHEN ("l"."f5" IS DISTINCT FROM "r"."f5") THEN 'party' END) AS "fields", row_number() OVER (PARTITION BY "p"."u" ORDER BY ((((CASE WHEN (NOT ("l"."f1" IS DISTINCT FROM "r"."f1")) THEN 0 WHEN (("l"."f1" IS NULL) OR ("r"."f1" IS NULL)) THEN 1 ELSE 2 END + CASE WHEN (NOT ("l"."f2" IS DISTINCT FROM "r"."f2")) THEN 0 WHEN (("l"."f2" IS NULL) OR ("r"."f2" IS NULL)) THEN 1 WHEN (abs(("l"."f2" - "r"."f2")) <= (0.01 * greatest(abs("l"."f2"), abs("r"."f2")))) THEN 1 ELSE 3 END) + CASE WHEN (NOT ("l"."f3" IS DISTINCT FROM "r"."f3")) THEN 0 WHEN (("l"."f3" IS NULL) OR ("r"."f3" IS NULL)) THEN 1 ELSE 2 END) + CASE WHEN (NOT ("l"."f4" IS DISTINCT FROM "r"."f4")) THEN 0 WHEN (("l"."f4" IS NULL) OR ("r"."f4" IS NULL)) THEN 1 WHEN (abs(datediff('day', "l"."f4", "r"."f4")) <= 7) THEN 1 ELSE 2 END) + CASE WHEN (NOT ("l"."f5" IS DISTINCT FROM "r"."f5")) THEN 0 WHEN (("l"."f5" IS NULL) OR ("r"."f5" IS NULL)) THEN 1 ELSE 2 END) ASC NULLS FIRST, (abs(("l"."f2" - "r"."f2")) IS NULL) ASC NULLS FIRST, abs(("l"."f2" - "r"."f2")) ASC NULLS FIRST, "r"."content_hash" ASC NULLS FIRST, "r"."row_id" ASC NULLS FIRST) AS "place"
FROM "left_near_pairs" AS "p"
JOIN "left_wanted" AS "l" ON ("l"."row_id" = "p"."u")
JOIN "right_records" AS "r" ON ("r"."row_id" = "p"."o")) AS "t"
WHERE ("place" = 1);
CREATE TABLE "right_wanted" AS
SELECT "t"."row_id" AS "row_id", "t"."content_hash" AS "content_hash", "t"."f1" AS "f1", "t"."f2" AS "f2", "t"."f3" AS "f3", "t"."f4" AS "f4", "t"."f5" AS "f5"
FROM "right_records" AS "t"
SEMI JOIN "right_left_over" AS "w" ON ("w"."row_id" = "t"."row_id");
CREATE VIEW "right_pool" AS
SELECT "t"."row_id" AS "row_id", "t"."content_hash" AS "content_hash", "t"."f1" AS "f1", "t"."f2" AS "f2", "t"."f3" AS "f3", "t"."f4" AS "f4", "t"."f5" AS "f5"
FROM "left_records" AS "t"
ANTI JOIN "left_set_aside" AS "s" ON ("s"."row_id" = "t"."row_id");
CREATE TABLE "right_near_pairs" AS
(SELECT "u"."row_id" AS "u", "o"."row_id" AS "o"
FROM (SELECT "row_id" AS "row_id", "k0" AS "k0"
FROM (SELECT "row_id" AS "row_id", "k0" AS "k0", count(*) OVER (PARTITION BY "k0") AS "sharing"
FROM (SELECT "o"."row_id" AS "row_id", "o"."k0" AS "k0"
FROM (SELECT "t"."row_id" AS "row_id", "t"."f3" AS "k0"
FROM "right_pool" AS "t"
WHERE ("t"."f3" IS NOT NULL)) AS "o"
SEMI JOIN (SELECT "t"."row_id" AS "row_id", "t"."f3" AS "k0"
FROM "right_wanted" AS "t"
WHERE ("t"."f3" IS NOT NULL)) AS "u" ON ("o"."k0" = "u"."k0")) AS "t") AS "t"
WHERE ("sharing" <= 32)) AS "o"
JOIN (SELECT "t"."row_id" AS "row_id", "t"."f3" AS "k0"
FROM "right_wanted" AS "t"
WHERE ("t"."f3" IS NOT NULL)) AS "u" ON ("o"."k0" = "u"."k0"))
UNION
(SELECT "u"."row_id" AS "u", "o"."row_id" AS "o"
FROM (SELECT "row_id" AS "row_id", "k0" AS "k0"
FROM (SELECT "row_id" AS "row_id", "k0" AS "k0", count(*) OVER (PARTITION BY "k0") AS "sharing"
FROM (SELECT "o"."row_id" AS "row_id", "o"."k0" AS "k0"
FROM (SELECT "t"."row_id" AS "row_id", "t"."f1" AS "k0"
FROM "right_pool" AS "t"
WHERE ("t"."f1" IS NOT NULL)) AS "o"
SEMI JOIN (SELECT "t"."row_id" AS "row_id", "t"."f1" AS "k0"
FROM "right_wanted" AS "t"
WHERE ("t"."f1" IS NOT NULL)) AS "u" ON ("o"."k0" = "u"."k0")) AS "t") AS "t"
WHERE ("sharing" <= 32)) AS "o"
JOIN (SELECT "t"."row_id" AS "row_id", "t"."f1" AS "k0"
FROM "right_wanted" AS "t"
WHERE ("t"."f1" IS NOT NULL)) AS "u" ON ("o"."k0" = "u"."k0"))
UNION
(SELECT "u"."row_id" AS "u", "o"."row_id" AS "o"
FROM (SELECT "row_id" AS "row_id", "k0" AS "k0", "k1" AS "k1", "k2" AS "k2"
FROM (SELECT "row_id" AS "row_id", "k0" AS "k0", "k1" AS "k1", "k2" AS "k2", count(*) OVER (PARTITION BY "k0", "k1", "k2") AS "sharing"
FROM (SELECT "o"."row_id" AS "row_id", "o"."k0" AS "k0", "o"."k1" AS "k1", "o"."k2" AS "k2"
FROM (SELECT "t"."row_id" AS "row_id", "t"."f2" AS "k0", "t"."f4" AS "k1", "t"."f5" AS "k2"
FROM "right_pool" AS "t"
WHERE (("t"."f2" IS NOT NULL) AND ("t"."f4" IS NOT NULL) AND ("t"."f5" IS NOT NULL))) AS "o"
SEMI JOIN (SELECT "t"."row_id" AS "row_id", "t"."f2" AS "k0", "t"."f4" AS "k1", "t"."f5" AS "k2"
FROM "right_wanted" AS "t"
WHERE (("t"."f2" IS NOT NULL) AND ("t"."f4" IS NOT NULL) AND ("t"."f5" IS NOT NULL))) AS "u" ON (("o"."k0" = "u"."k0") AND ("o"."k1" = "u"."k1") AND ("o"."k2" = "u"."k2"))) AS "t") AS "t"
WHERE ("sharing" <= 32)) AS "o"
JOIN (SELECT "t"."row_id" AS "row_id", "t"."f2" AS "k0", "t"."f4" AS "k1", "t"."f5" AS "k2"
FROM "right_wanted" AS "t"
WHERE (("t"."f2" IS NOT NULL) AND ("t"."f4" IS NOT NULL) AND ("t"."f5" IS NOT NULL))) AS "u" ON (("o"."k0" = "u"."k0") AND ("o"."k1" = "u"."k1") AND ("o"."k2" = "u"."k2")))
UNION
(SELECT "u"."row_id" AS "u", "o"."row_id" AS "o"
FROM (SELECT "row_id" AS "row_id", "k0" AS "k0", "k1" AS "k1"
FROM (SELECT "row_id" AS "row_id", "k0" AS "k0", "k1" AS "k1", count(*) OVER (PARTITION BY "k0", "k1") AS "sharing"
FROM (SELECT "o"."row_id" AS "row_id", "o"."k0" AS "k0", "o"."k1" AS "k1"
FROM (SELECT "t"."row_id" AS "row_id", "t"."f2" AS "k0", "t"."f3" AS "k1"
FROM "right_pool" AS "t"
WHERE (("t"."f2" IS NOT NULL) AND ("t"."f3" IS NOT NULL))) AS "o"
SEMI JOIN (SELECT "t"."row_id" AS "row_id", "t"."f2" AS "k0", "t"."f3" AS "k1"
FROM "right_wanted" AS "t"
WHERE (("t"."f2" IS NOT NULL) AND ("t"."f3" IS NOT NULL))) AS "u" ON (("o"."k0" = "u"."k0") AND ("o"."k1" = "u"."k1"))) AS "t") AS "t"
WHERE ("sharing" <= 32)) AS "o"
JOIN (SELECT "t"."row_id" AS "row_id", "t"."f2" AS "k0", "t"."f3" AS "k1"
FROM "right_wanted" AS "t"
WHERE (("t"."f2" IS NOT NULL) AND ("t"."f3" IS NOT NULL))) AS "u" ON (("o"."k0" = "u"."k0") AND ("o"."k1" = "u"."k1")));
CREATE TABLE "right_nearest" AS
SELECT "row_id" AS "row_id", "nearest" AS "nearest", "failed" AS "failed", "fields" AS "fields"
FROM (SELECT "p"."u" AS "row_id", "p"."o" AS "nearest", concat('[', concat_ws(',', CASE WHEN ("l"."f1" IS DISTINCT FROM "r"."f1") THEN CAST(to_json({'field': 'ref', 'left': CAST("l"."f1" AS VARCHAR), 'right': CAST("r"."f1" AS VARCHAR), 'delta': CAST(NULL AS VARCHAR)}) AS VARCHAR) END, CASE WHEN ("l"."f2" IS DISTINCT FROM "r"."f2") THEN CAST(to_json({'field': 'amount', 'left': CAST("l"."f2" AS VARCHAR), 'right': CAST("r"."f2" AS VARCHAR), 'delta': CAST(("r"."f2" - "l"."f2") AS VARCHAR)}) AS VARCHAR) END, CASE WHEN ("l"."f3" IS DISTINCT FROM "r"."f3") THEN CAST(to_json({'field': 'ccy', 'left': CAST("l"."f3" AS VARCHAR), 'right': CAST("r"."f3" AS VARCHAR), 'delta': CAST(NULL AS VARCHAR)}) AS VARCHAR) END, CASE WHEN ("l"."f4" IS DISTINCT FROM "r"."f4") THEN CAST(to_json({'field': 'day', 'left': CAST("l"."f4" AS VARCHAR), 'right': CAST("r"."f4" AS VARCHAR), 'delta': CAST(("r"."f4" - "l"."f4") AS VARCHAR)}) AS VARCHAR) END, CASE WHEN ("l"."f5" IS DISTINCT FROM "r"."f5") THEN CAST(to_json({'field': 'party', 'left': CAST("l"."f5" AS VARCHAR), 'right': CAST("r"."f5" AS VARCHAR), 'delta': CAST(NULL AS VARCHAR)}) AS VARCHAR) END), ']') AS "failed", concat_ws(',', CASE WHEN ("l"."f1" IS DISTINCT FROM "r"."f1") THEN 'ref' END, CASE WHEN ("l"."f2" IS DISTINCT FROM "r"."f2") THEN 'amount' END, CASE WHEN ("l"."f3" IS DISTINCT FROM "r"."f3") THEN 'ccy' END, CASE WHEN ("l"."f4" IS DISTINCT FROM "r"."f4") THEN 'day' END, CASE WHEN ("l"."f5" IS DISTINCT FROM "r"."f5") THEN 'party' END) AS "fields", row_number() OVER (PARTITION BY "p"."u" ORDER BY ((((CASE WHEN (NOT ("l"."f1" IS DISTINCT FROM "r"."f1")) THEN 0 WHEN (("l"."f1" IS NULL) OR ("r"."f1" IS NULL)) THEN 1 ELSE 2 END + CASE WHEN (NOT ("l"."f2" IS DISTINCT FROM "r"."f2")) THEN 0 WHEN (("l"."f2" IS NULL) OR ("r"."f2" IS NULL)) THEN 1 WHEN (abs(("l"."f2" - "r"."f2")) <= (0.01 * greatest(abs("l"."f2"), abs("r"."f2")))) THEN 1 ELSE 3 END) + CASE WHEN (NOT ("l"."f3" IS DISTINCT FROM "r"."f3")) THEN 0 WHEN (("l"."f3" IS NULL) OR ("r"."f3" IS NULL)) THEN 1 ELSE 2 END) + CASE WHEN (NOT ("l"."f4" IS DISTINCT FROM "r"."f4")) THEN 0 WHEN (("l"."f4" IS NULL) OR ("r"."f4" IS NULL)) THEN 1 WHEN (abs(datediff('day', "l"."f4", "r"."f4")) <= 7) THEN 1 ELSE 2 END) + CASE WHEN (NOT ("l"."f5" IS DISTINCT FROM "r"."f5")) THEN 0 WHEN (("l"."f5" IS NULL) OR ("r"."f5" IS NULL)) THEN 1 ELSE 2 END) ASC NULLS FIRST, (abs(("l"."f2" - "r"."f2")) IS NULL) ASC NULLS FIRST, abs(("l"."f2" - "r"."f2")) ASC NULLS FIRST, "l"."content_hash" ASC NULLS FIRST, "l"."row_id" ASC NULLS FIRST) AS "place"
FROM "right_near_pairs" AS "p"
JOIN "left_records" AS "l" ON ("l"."row_id" = "p"."o")
JOIN "right_wanted" AS "r" ON ("r"."row_id" = "p"."u")) AS "t"
WHERE ("place" = 1);
CREATE TABLE "left_explained" AS
SELECT "w"."row_id" AS "row_id", CASE WHEN ("n"."nearest" IS NULL) THEN 'nothing on the other side comes near' WHEN ("n"."fields" = '') THEN concat('right:', CAST("n"."nearest" AS VARCHAR), ' agrees in every field but was not free') ELSE concat('nearest is right:', CAST("n"."nearest" AS VARCHAR), ', which differs in ', "n"."fields") END AS "reason"
FROM "left_left_over" AS "w"
LEFT JOIN "left_nearest" AS "n" ON ("n"."row_id" = "w"."row_id")
ORDER BY "w"."row_id" ASC NULLS FIRST;
UPDATE "left" SET "reason" = "u"."reason"
FROM "left_explained" AS "u"
WHERE ((("left"."rowid" + 1) = "u"."row_id") AND ("left"."reason" IS NULL));
CREATE TABLE "right_explained" AS
SELECT "w"."row_id" AS "row_id", CASE WHEN ("n"."nearest" IS NULL) THEN 'nothing on the other side comes near' WHEN ("n"."fields" = '') THEN concat('left:', CAST("n"."nearest" AS VARCHAR), ' agrees in every field but was not free') ELSE concat('nearest is left:', CAST("n"."nearest" AS VARCHAR), ', which differs in ', "n"."fields") END AS "reason"
FROM "right_left_over" AS "w"
LEFT JOIN "right_nearest" AS "n" ON ("n"."row_id" = "w"."row_id")
ORDER BY "w"."row_id" ASC NULLS FIRST;
UPDATE "right" SET "reason" = "u"."reason"
FROM "right_explained" AS "u"
WHERE ((("right"."rowid" + 1) = "u"."row_id") AND ("right"."reason" IS NULL));

-- results
SELECT CASE WHEN ("t"."outcome" = 0) THEN 'matched' WHEN ("t"."outcome" = 1) THEN 'differs' WHEN ("t"."outcome" = 2) THEN 'suggested' WHEN ("t"."outcome" = 3) THEN 'unmatched' WHEN ("t"."outcome" = 4) THEN 'duplicate' WHEN ("t"."outcome" = 5) THEN 'excluded' WHEN ("t"."outcome" = 6) THEN 'rejected' END AS "outcome", "pass" AS "pass", "same" AS "same", "f3" AS "currency", count(*) AS "records", CAST(sum("f2") AS VARCHAR) AS "total", count(*) FILTER (WHERE ("f2" IS NULL)) AS "unknown"
FROM "left_classified" AS "t"
GROUP BY "t"."outcome", "t"."pass", "t"."same", "f3";
SELECT CASE WHEN ("t"."outcome" = 0) THEN 'matched' WHEN ("t"."outcome" = 1) THEN 'differs' WHEN ("t"."outcome" = 2) THEN 'suggested' WHEN ("t"."outcome" = 3) THEN 'unmatched' WHEN ("t"."outcome" = 4) THEN 'duplicate' WHEN ("t"."outcome" = 5) THEN 'excluded' WHEN ("t"."outcome" = 6) THEN 'rejected' END AS "outcome", "pass" AS "pass", "same" AS "same", count(*) AS "records", CAST(sum(CAST('0x' || substring("content_hash", 1, 16) AS UBIGINT)) AS VARCHAR) AS "h0", CAST(sum(CAST('0x' || substring("content_hash", 17, 16) AS UBIGINT)) AS VARCHAR) AS "h1", CAST(sum(CAST('0x' || substring("content_hash", 33, 16) AS UBIGINT)) AS VARCHAR) AS "h2", CAST(sum(CAST('0x' || substring("content_hash", 49, 16) AS UBIGINT)) AS VARCHAR) AS "h3"
FROM "left_classified" AS "t"
GROUP BY "t"."outcome", "t"."pass", "t"."same";
SELECT "row_id" AS "row_id", "content_hash" AS "content_hash", CASE WHEN ("outcome" = 0) THEN 'matched' WHEN ("outcome" = 1) THEN 'differs' WHEN ("outcome" = 2) THEN 'suggested' WHEN ("outcome" = 3) THEN 'unmatched' WHEN ("outcome" = 4) THEN 'duplicate' WHEN ("outcome" = 5) THEN 'excluded' WHEN ("outcome" = 6) THEN 'rejected' END AS "outcome", "group_id" AS "group_id", "reason" AS "reason", CASE WHEN ("outcome" IS DISTINCT FROM 6) THEN "f1" END AS "ref", CASE WHEN ("outcome" IS DISTINCT FROM 6) THEN "f2" END AS "amount", CASE WHEN ("outcome" IS DISTINCT FROM 6) THEN "f3" END AS "ccy", CASE WHEN ("outcome" IS DISTINCT FROM 6) THEN "f4" END AS "day", CASE WHEN ("outcome" IS DISTINCT FROM 6) THEN "f5" END AS "party", CASE WHEN ("outcome" IS DISTINCT FROM 6) THEN {'c1': "c1", 'c2': "c2", 'c3': "c3", 'c4': "c4", 'c5': "c5"} END AS "src"
FROM "left_classified" AS "t";
SELECT CASE WHEN ("t"."outcome" = 0) THEN 'matched' WHEN ("t"."outcome" = 1) THEN 'differs' WHEN ("t"."outcome" = 2) THEN 'suggested' WHEN ("t"."outcome" = 3) THEN 'unmatched' WHEN ("t"."outcome" = 4) THEN 'duplicate' WHEN ("t"."outcome" = 5) THEN 'excluded' WHEN ("t"."outcome" = 6) THEN 'rejected' END AS "outcome", "pass" AS "pass", "same" AS "same", "f3" AS "currency", count(*) AS "records", CAST(sum("f2") AS VARCHAR) AS "total", count(*) FILTER (WHERE ("f2" IS NULL)) AS "unknown"
FROM "right_classified" AS "t"
GROUP BY "t"."outcome", "t"."pass", "t"."same", "f3";
SELECT CASE WHEN ("t"."outcome" = 0) THEN 'matched' WHEN ("t"."outcome" = 1) THEN 'differs' WHEN ("t"."outcome" = 2) THEN 'suggested' WHEN ("t"."outcome" = 3) THEN 'unmatched' WHEN ("t"."outcome" = 4) THEN 'duplicate' WHEN ("t"."outcome" = 5) THEN 'excluded' WHEN ("t"."outcome" = 6) THEN 'rejected' END AS "outcome", "pass" AS "pass", "same" AS "same", count(*) AS "records", CAST(sum(CAST('0x' || substring("content_hash", 1, 16) AS UBIGINT)) AS VARCHAR) AS "h0", CAST(sum(CAST('0x' || substring("content_hash", 17, 16) AS UBIGINT)) AS VARCHAR) AS "h1", CAST(sum(CAST('0x' || substring("content_hash", 33, 16) AS UBIGINT)) AS VARCHAR) AS "h2", CAST(sum(CAST('0x' || substring("content_hash", 49, 16) AS UBIGINT)) AS VARCHAR) AS "h3"
FROM "right_classified" AS "t"
WHERE (NOT "same")
GROUP BY "t"."outcome", "t"."pass", "t"."same";
SELECT "row_id" AS "row_id", "content_hash" AS "content_hash", CASE WHEN ("outcome" = 0) THEN 'matched' WHEN ("outcome" = 1) THEN 'differs' WHEN ("outcome" = 2) THEN 'suggested' WHEN ("outcome" = 3) THEN 'unmatched' WHEN ("outcome" = 4) THEN 'duplicate' WHEN ("outcome" = 5) THEN 'excluded' WHEN ("outcome" = 6) THEN 'rejected' END AS "outcome", "group_id" AS "group_id", "reason" AS "reason", "f1" AS "ref", "f2" AS "amount", "f3" AS "ccy", "f4" AS "day", "f5" AS "party", {'c1': "c1", 'c2': "c2", 'c3': "c3", 'c4': "c4", 'c5': "c5"} AS "src"
FROM "right_classified" AS "t";
SELECT "kind" AS "kind", "pass" AS "pass", "status" AS "status", count(*) AS "groups", CAST(sum(CAST('0x' || substring("hash", 1, 16) AS UBIGINT)) AS VARCHAR) AS "h0", CAST(sum(CAST('0x' || substring("hash", 17, 16) AS UBIGINT)) AS VARCHAR) AS "h1", CAST(sum(CAST('0x' || substring("hash", 33, 16) AS UBIGINT)) AS VARCHAR) AS "h2", CAST(sum(CAST('0x' || substring("hash", 49, 16) AS UBIGINT)) AS VARCHAR) AS "h3"
FROM ((SELECT '1:1' AS "kind", 'exact' AS "pass", 'matched' AS "status", sha256(concat('left:', "l"."content_hash", '
', 'right:', "r"."content_hash")) AS "hash"
FROM "p0_pairs" AS "p"
JOIN "left_classified" AS "l" ON ("l"."row_id" = "p"."l")
JOIN "right_classified" AS "r" ON ("r"."row_id" = "p"."r")
WHERE (NOT "p"."same"))
UNION ALL
(SELECT "g"."kind" AS "kind", "g"."pass" AS "pass", "g"."status" AS "status", CASE WHEN (("g"."kind" = '1:1') AND ("h"."distinct_hashes" = 1)) THEN "h"."only" ELSE "h"."joined" END AS "hash"
FROM (SELECT "group_id" AS "group_id", count(DISTINCT "hash") AS "distinct_hashes", min("hash") AS "only", sha256(string_agg("member", chr(10) ORDER BY "member")) AS "joined"
FROM ((SELECT "m"."group_id" AS "group_id", "t"."content_hash" AS "hash", concat('left:', "t"."content_hash") AS "member"
FROM "p0_members" AS "m"
JOIN "left_classified" AS "t" ON ("t"."row_id" = "m"."row_id")
WHERE ("m"."side" = 0))
UNION ALL
(SELECT "m"."group_id" AS "group_id", "t"."content_hash" AS "hash", concat('right:', "t"."content_hash") AS "member"
FROM "p0_members" AS "m"
JOIN "right_classified" AS "t" ON ("t"."row_id" = "m"."row_id")
WHERE ("m"."side" = 1))) AS "t"
GROUP BY "group_id") AS "h"
JOIN (SELECT "m"."group_id" AS "group_id", CASE WHEN bool_or("g"."net") THEN 'net' WHEN ((CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) = 1) AND (CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) = 1)) THEN '1:1' WHEN (CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) = 1) THEN '1:n' WHEN (CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) = 1) THEN 'n:1' ELSE 'n:m' END AS "kind", 'exact' AS "pass", max("g"."status") AS "status", max("g"."confidence") AS "confidence", CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) AS "left_count", CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) AS "right_count", sum("m"."amount") FILTER (WHERE ("m"."side" = 0)) AS "left_total", sum("m"."amount") FILTER (WHERE ("m"."side" = 1)) AS "right_total", (coalesce(sum("m"."amount") FILTER (WHERE ("m"."side" = 0)), 0) - coalesce(sum("m"."amount") FILTER (WHERE ("m"."side" = 1)), 0)) AS "residual", max("g"."explanation") AS "explanation"
FROM "p0_members" AS "m"
JOIN "p0_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
GROUP BY "m"."group_id") AS "g" ON ("g"."group_id" = "h"."group_id"))) AS "t"
GROUP BY "kind", "pass", "status";
(SELECT "l" AS "group_id", '1:1' AS "kind", 'exact' AS "pass", 'matched' AS "status", CAST(NULL AS DOUBLE) AS "confidence", CAST(1 AS BIGINT) AS "left_count", CAST(1 AS BIGINT) AS "right_count", "left_amount" AS "left_total", "right_amount" AS "right_total", ("left_amount" - "right_amount") AS "residual", 'equal ref, ccy' AS "explanation"
FROM "p0_pairs" AS "t")
UNION ALL
(SELECT "m"."group_id" AS "group_id", CASE WHEN bool_or("g"."net") THEN 'net' WHEN ((CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) = 1) AND (CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) = 1)) THEN '1:1' WHEN (CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) = 1) THEN '1:n' WHEN (CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) = 1) THEN 'n:1' ELSE 'n:m' END AS "kind", 'exact' AS "pass", max("g"."status") AS "status", max("g"."confidence") AS "confidence", CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) AS "left_count", CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) AS "right_count", sum("m"."amount") FILTER (WHERE ("m"."side" = 0)) AS "left_total", sum("m"."amount") FILTER (WHERE ("m"."side" = 1)) AS "right_total", (coalesce(sum("m"."amount") FILTER (WHERE ("m"."side" = 0)), 0) - coalesce(sum("m"."amount") FILTER (WHERE ("m"."side" = 1)), 0)) AS "residual", max("g"."explanation") AS "explanation"
FROM "p0_members" AS "m"
JOIN "p0_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
GROUP BY "m"."group_id");
SELECT "group_id" AS "group_id", CASE WHEN ("side" = 0) THEN 'left' ELSE 'right' END AS "side", "row_id" AS "row_id"
FROM ((SELECT "m"."group_id" AS "group_id", "m"."side" AS "side", "m"."row_id" AS "row_id"
FROM "p0_members" AS "m")) AS "t"
ORDER BY "group_id" ASC NULLS FIRST, "side" ASC NULLS FIRST, "row_id" ASC NULLS FIRST;
SELECT "group_id" AS "group_id", "field" AS "field", "left_value" AS "left_value", "right_value" AS "right_value", "delta" AS "delta"
FROM "differences" AS "t"
ORDER BY "group_id" ASC NULLS FIRST, "position" ASC NULLS FIRST;
SELECT "break_id" AS "break_id", "kind" AS "kind", "side" AS "side", "row_id" AS "row_id", "group_id" AS "group_id", "amount" AS "amount", "currency" AS "currency", "date" AS "date", "reason" AS "reason", "nearest" AS "nearest", "failed" AS "failed"
FROM ((SELECT ((4 * "b"."row_id") + 0) AS "break_id", CASE WHEN ("b"."outcome" = 0) THEN 'matched' WHEN ("b"."outcome" = 1) THEN 'differs' WHEN ("b"."outcome" = 2) THEN 'suggested' WHEN ("b"."outcome" = 3) THEN 'unmatched' WHEN ("b"."outcome" = 4) THEN 'duplicate' WHEN ("b"."outcome" = 5) THEN 'excluded' WHEN ("b"."outcome" = 6) THEN 'rejected' END AS "kind", 'left' AS "side", "b"."row_id" AS "row_id", CAST(NULL AS BIGINT) AS "group_id", "b"."amount" AS "amount", "b"."currency" AS "currency", "b"."date" AS "date", "b"."reason" AS "reason", "n"."nearest" AS "nearest", "n"."failed" AS "failed"
FROM (SELECT "row_id" AS "row_id", "outcome" AS "outcome", "group_id" AS "group_id", "reason" AS "reason", "f2" AS "amount", "f3" AS "currency", "f4" AS "date"
FROM "left_classified" AS "t"
WHERE ("outcome" IN (3, 4))) AS "b"
LEFT JOIN "left_nearest" AS "n" ON ("n"."row_id" = "b"."row_id"))
UNION ALL
(SELECT ((4 * "b"."row_id") + 1) AS "break_id", CASE WHEN ("b"."outcome" = 0) THEN 'matched' WHEN ("b"."outcome" = 1) THEN 'differs' WHEN ("b"."outcome" = 2) THEN 'suggested' WHEN ("b"."outcome" = 3) THEN 'unmatched' WHEN ("b"."outcome" = 4) THEN 'duplicate' WHEN ("b"."outcome" = 5) THEN 'excluded' WHEN ("b"."outcome" = 6) THEN 'rejected' END AS "kind", 'right' AS "side", "b"."row_id" AS "row_id", CAST(NULL AS BIGINT) AS "group_id", "b"."amount" AS "amount", "b"."currency" AS "currency", "b"."date" AS "date", "b"."reason" AS "reason", "n"."nearest" AS "nearest", "n"."failed" AS "failed"
FROM (SELECT "row_id" AS "row_id", "outcome" AS "outcome", "group_id" AS "group_id", "reason" AS "reason", "f2" AS "amount", "f3" AS "currency", "f4" AS "date"
FROM "right_classified" AS "t"
WHERE ("outcome" IN (3, 4))) AS "b"
LEFT JOIN "right_nearest" AS "n" ON ("n"."row_id" = "b"."row_id"))
UNION ALL
(SELECT ((4 * "b"."group_id") + 2) AS "break_id", CASE WHEN ("b"."outcome" = 0) THEN 'matched' WHEN ("b"."outcome" = 1) THEN 'differs' WHEN ("b"."outcome" = 2) THEN 'suggested' WHEN ("b"."outcome" = 3) THEN 'unmatched' WHEN ("b"."outcome" = 4) THEN 'duplicate' WHEN ("b"."outcome" = 5) THEN 'excluded' WHEN ("b"."outcome" = 6) THEN 'rejected' END AS "kind", CAST(NULL AS VARCHAR) AS "side", CAST(NULL AS BIGINT) AS "row_id", "b"."group_id" AS "group_id", "b"."amount" AS "amount", "b"."currency" AS "currency", "b"."date" AS "date", "b"."reason" AS "reason", CAST(NULL AS BIGINT) AS "nearest", CAST(NULL AS VARCHAR) AS "failed"
FROM (SELECT "row_id" AS "row_id", "outcome" AS "outcome", "group_id" AS "group_id", "reason" AS "reason", "f2" AS "amount", "f3" AS "currency", "f4" AS "date"
FROM "left_classified" AS "t"
WHERE ("outcome" IN (1, 2))) AS "b"
CROSS JOIN (SELECT count(*) AS "rows"
FROM "left" AS "t") AS "z"
WHERE ("b"."group_id" = "b"."row_id"))
UNION ALL
(SELECT ((4 * "b"."group_id") + 2) AS "break_id", CASE WHEN ("b"."outcome" = 0) THEN 'matched' WHEN ("b"."outcome" = 1) THEN 'differs' WHEN ("b"."outcome" = 2) THEN 'suggested' WHEN ("b"."outcome" = 3) THEN 'unmatched' WHEN ("b"."outcome" = 4) THEN 'duplicate' WHEN ("b"."outcome" = 5) THEN 'excluded' WHEN ("b"."outcome" = 6) THEN 'rejected' END AS "kind", CAST(NULL AS VARCHAR) AS "side", CAST(NULL AS BIGINT) AS "row_id", "b"."group_id" AS "group_id", "b"."amount" AS "amount", "b"."currency" AS "currency", "b"."date" AS "date", "b"."reason" AS "reason", CAST(NULL AS BIGINT) AS "nearest", CAST(NULL AS VARCHAR) AS "failed"
FROM (SELECT "row_id" AS "row_id", "outcome" AS "outcome", "group_id" AS "group_id", "reason" AS "reason", "f2" AS "amount", "f3" AS "currency", "f4" AS "date"
FROM "right_classified" AS "t"
WHERE ("outcome" IN (1, 2))) AS "b"
CROSS JOIN (SELECT count(*) AS "rows"
FROM "left" AS "t") AS "z"
WHERE ("b"."group_id" = ("b"."row_id" + "z"."rows")))) AS "t"
ORDER BY "break_id" ASC NULLS FIRST;
