-- open records
CREATE VIEW "p0_open_left" AS
SELECT "t"."row_id" AS "row_id", "t"."content_hash" AS "content_hash", "t"."f1" AS "f1", "t"."f2" AS "f2", "t"."f3" AS "f3", "t"."f4" AS "f4", "t"."f5" AS "f5"
FROM "left_records" AS "t"
ANTI JOIN "left_set_aside" AS "s" ON ("s"."row_id" = "t"."row_id");
CREATE VIEW "p0_open_right" AS
SELECT "t"."row_id" AS "row_id", "t"."content_hash" AS "content_hash", "t"."f1" AS "f1", "t"."f2" AS "f2", "t"."f3" AS "f3", "t"."f4" AS "f4", "t"."f5" AS "f5"
FROM "right_records" AS "t"
ANTI JOIN "right_set_aside" AS "s" ON ("s"."row_id" = "t"."row_id");

-- tokens: find candidates
CREATE TABLE "p0_input_left" AS
SELECT "o"."row_id" AS "row_id", "o"."content_hash" AS "content_hash", "o"."f1" AS "f1", "o"."f2" AS "f2", "o"."f3" AS "f3", "o"."f4" AS "f4", "o"."f5" AS "f5", regexp_replace(regexp_replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(strip_accents("o"."f5")), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'ø', 'o'), 'đ', 'd'), 'ð', 'd'), 'ł', 'l'), 'þ', 'th'), 'ı', 'i'), '[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+', ' ', 'g'), '^[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+|[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+$', '', 'g') AS "t5"
FROM "p0_open_left" AS "o";
CREATE TABLE "p0_input_right" AS
SELECT "o"."row_id" AS "row_id", "o"."content_hash" AS "content_hash", "o"."f1" AS "f1", "o"."f2" AS "f2", "o"."f3" AS "f3", "o"."f4" AS "f4", "o"."f5" AS "f5", regexp_replace(regexp_replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(strip_accents("o"."f5")), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'ø', 'o'), 'đ', 'd'), 'ð', 'd'), 'ł', 'l'), 'þ', 'th'), 'ı', 'i'), '[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+', ' ', 'g'), '^[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+|[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+$', '', 'g') AS "t5"
FROM "p0_open_right" AS "o";
-- at most 200000000 pairs
SELECT sum(("a"."n" * "b"."n")) AS "pairs"
FROM (SELECT "k0" AS "k0", count(*) AS "n"
FROM (SELECT "t"."f1" AS "k0"
FROM "p0_input_left" AS "t"
WHERE ("t"."f1" IS NOT NULL)) AS "t"
GROUP BY "k0") AS "a"
JOIN (SELECT "k0" AS "k0", count(*) AS "n"
FROM (SELECT "t"."f1" AS "k0"
FROM "p0_input_right" AS "t"
WHERE ("t"."f1" IS NOT NULL)) AS "t"
GROUP BY "k0") AS "b" ON ("a"."k0" = "b"."k0");
CREATE TABLE "p0_candidates" AS
SELECT "l"."row_id" AS "l", "r"."row_id" AS "r", (1 * CAST((1 - CASE WHEN "l"."t5" IS NULL OR "r"."t5" IS NULL THEN NULL WHEN "l"."t5" = '' AND "r"."t5" = '' THEN 0.0::DOUBLE ELSE round(len(list_intersect(string_split("l"."t5", ' '), string_split("r"."t5", ' ')))::DOUBLE / len(list_distinct(list_concat(string_split("l"."t5", ' '), string_split("r"."t5", ' ')))), 6) END) AS DECIMAL(9, 6))) AS "cost"
FROM "p0_input_left" AS "l"
JOIN "p0_input_right" AS "r" ON ("l"."f1" = "r"."f1")
WHERE (CASE WHEN "l"."t5" IS NULL OR "r"."t5" IS NULL THEN NULL WHEN "l"."t5" = '' AND "r"."t5" = '' THEN 0.0::DOUBLE ELSE round(len(list_intersect(string_split("l"."t5", ' '), string_split("r"."t5", ' ')))::DOUBLE / len(list_distinct(list_concat(string_split("l"."t5", ' '), string_split("r"."t5", ' ')))), 6) END >= 0.5);

-- tokens: assign
CREATE TABLE "p0_ranked" AS
SELECT "l" AS "l", "r" AS "r", "cost" AS "cost", count(*) OVER (PARTITION BY "l") AS "dl", count(*) OVER (PARTITION BY "r") AS "dr"
FROM "p0_candidates" AS "t";
CREATE TABLE "p0_pairs" AS
SELECT "l"."row_id" AS "l", "r"."row_id" AS "r", (("l"."f2" IS DISTINCT FROM "r"."f2") OR ("l"."f3" IS DISTINCT FROM "r"."f3") OR ("l"."f4" IS DISTINCT FROM "r"."f4")) AS "differs", ("l"."content_hash" = "r"."content_hash") AS "same", CAST(NULL AS BIGINT) AS "left_amount", CAST(NULL AS BIGINT) AS "right_amount"
FROM (SELECT "l" AS "l", "r" AS "r"
FROM "p0_ranked" AS "t"
WHERE (("dl" = 1) AND ("dr" = 1))) AS "ids"
JOIN "p0_input_left" AS "l" ON ("l"."row_id" = "ids"."l")
JOIN "p0_input_right" AS "r" ON ("r"."row_id" = "ids"."r");
CREATE TABLE "p0_contested" AS
SELECT "l" AS "l", "r" AS "r", "cost" AS "cost"
FROM "p0_ranked" AS "t"
WHERE (NOT (("dl" = 1) AND ("dr" = 1)));
DROP TABLE IF EXISTS "p0_ranked";
CREATE TABLE "p0_groups" AS
SELECT "t"."row_id" AS "group_id", FALSE AS "net", '' AS "status", CAST(NULL AS DOUBLE) AS "confidence", CAST(NULL AS VARCHAR) AS "explanation", CAST(NULL AS VARCHAR) AS "reason"
FROM "p0_open_left" AS "t"
LIMIT 0;
CREATE TABLE "p0_members" AS
SELECT "t"."row_id" AS "group_id", 0 AS "side", "t"."row_id" AS "row_id", CAST(NULL AS BIGINT) AS "amount"
FROM "p0_open_left" AS "t"
LIMIT 0;
-- if p0_contested has rows
  CREATE TABLE "p0_nodes" AS
  (SELECT 0 AS "side", "o"."row_id" AS "row_id", "o"."content_hash" AS "content_hash", dense_rank() OVER (ORDER BY "o"."f1" ASC NULLS FIRST, "o"."f2" ASC NULLS FIRST, "o"."f3" ASC NULLS FIRST, "o"."f4" ASC NULLS FIRST, "o"."f5" ASC NULLS FIRST) AS "cls"
  FROM (SELECT DISTINCT "l" AS "row_id"
  FROM "p0_contested" AS "t") AS "e"
  JOIN "p0_open_left" AS "o" ON ("o"."row_id" = "e"."row_id"))
  UNION ALL
  (SELECT 1 AS "side", "o"."row_id" AS "row_id", "o"."content_hash" AS "content_hash", dense_rank() OVER (ORDER BY "o"."f1" ASC NULLS FIRST, "o"."f2" ASC NULLS FIRST, "o"."f3" ASC NULLS FIRST, "o"."f4" ASC NULLS FIRST, "o"."f5" ASC NULLS FIRST) AS "cls"
  FROM (SELECT DISTINCT "r" AS "row_id"
  FROM "p0_contested" AS "t") AS "e"
  JOIN "p0_open_right" AS "o" ON ("o"."row_id" = "e"."row_id"));
  CREATE TABLE "p0_edges" AS
  SELECT DISTINCT "a"."cls" AS "l", "b"."cls" AS "r", "c"."cost" AS "cost", 0 AS "cost2"
  FROM "p0_contested" AS "c"
  JOIN "p0_nodes" AS "a" ON (("a"."row_id" = "c"."l") AND ("a"."side" = 0))
  JOIN "p0_nodes" AS "b" ON (("b"."row_id" = "c"."r") AND ("b"."side" = 1));
  -- assign p0_nodes, p0_edges to p0_assigned, p0_ambiguous
  INSERT INTO "p0_pairs" ("l", "r", "differs", "same", "left_amount", "right_amount")
  SELECT "l"."row_id" AS "l", "r"."row_id" AS "r", (("l"."f2" IS DISTINCT FROM "r"."f2") OR ("l"."f3" IS DISTINCT FROM "r"."f3") OR ("l"."f4" IS DISTINCT FROM "r"."f4")) AS "differs", ("l"."content_hash" = "r"."content_hash") AS "same", CAST(NULL AS BIGINT) AS "left_amount", CAST(NULL AS BIGINT) AS "right_amount"
  FROM (SELECT "l" AS "l", "r" AS "r"
  FROM "p0_assigned" AS "t") AS "ids"
  JOIN "p0_input_left" AS "l" ON ("l"."row_id" = "ids"."l")
  JOIN "p0_input_right" AS "r" ON ("r"."row_id" = "ids"."r");
  INSERT INTO "p0_members" ("group_id", "side", "row_id", "amount")
  SELECT "m"."group_id" AS "group_id", "m"."side" AS "side", "m"."row_id" AS "row_id", CAST(NULL AS BIGINT) AS "amount"
  FROM (SELECT min(CASE WHEN ("side" = 0) THEN "row_id" END) OVER (PARTITION BY "suggestion") AS "group_id", "side" AS "side", "row_id" AS "row_id"
  FROM (SELECT "group_id" AS "suggestion", "side" AS "side", "row_id" AS "row_id"
  FROM "p0_ambiguous" AS "t") AS "t") AS "m"
  JOIN "p0_open_left" AS "o" ON ("m"."row_id" = "o"."row_id")
  WHERE ("m"."side" = 0);
  INSERT INTO "p0_members" ("group_id", "side", "row_id", "amount")
  SELECT "m"."group_id" AS "group_id", "m"."side" AS "side", "m"."row_id" AS "row_id", CAST(NULL AS BIGINT) AS "amount"
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
DROP TABLE IF EXISTS "p0_candidates";

-- tokens: what is left
CREATE TABLE "p1_open_left" AS
SELECT "t"."row_id" AS "row_id", "t"."content_hash" AS "content_hash", "t"."f1" AS "f1", "t"."f2" AS "f2", "t"."f3" AS "f3", "t"."f4" AS "f4", "t"."f5" AS "f5"
FROM "p0_open_left" AS "t"
ANTI JOIN "p0_pairs" AS "p" ON ("p"."l" = "t"."row_id")
ANTI JOIN "p0_members" AS "m" ON (("m"."row_id" = "t"."row_id") AND ("m"."side" = 0));
CREATE TABLE "p1_open_right" AS
SELECT "t"."row_id" AS "row_id", "t"."content_hash" AS "content_hash", "t"."f1" AS "f1", "t"."f2" AS "f2", "t"."f3" AS "f3", "t"."f4" AS "f4", "t"."f5" AS "f5"
FROM "p0_open_right" AS "t"
ANTI JOIN "p0_pairs" AS "p" ON ("p"."r" = "t"."row_id")
ANTI JOIN "p0_members" AS "m" ON (("m"."row_id" = "t"."row_id") AND ("m"."side" = 1));

-- distance: find candidates
CREATE TABLE "p1_input_left" AS
SELECT "o"."row_id" AS "row_id", "o"."content_hash" AS "content_hash", "o"."f1" AS "f1", "o"."f2" AS "f2", "o"."f3" AS "f3", "o"."f4" AS "f4", "o"."f5" AS "f5", regexp_replace(regexp_replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(strip_accents("o"."f5")), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'ø', 'o'), 'đ', 'd'), 'ð', 'd'), 'ł', 'l'), 'þ', 'th'), 'ı', 'i'), '[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+', ' ', 'g'), '^[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+|[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+$', '', 'g') AS "t5"
FROM "p1_open_left" AS "o";
CREATE TABLE "p1_input_right" AS
SELECT "o"."row_id" AS "row_id", "o"."content_hash" AS "content_hash", "o"."f1" AS "f1", "o"."f2" AS "f2", "o"."f3" AS "f3", "o"."f4" AS "f4", "o"."f5" AS "f5", regexp_replace(regexp_replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(strip_accents("o"."f5")), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'ø', 'o'), 'đ', 'd'), 'ð', 'd'), 'ł', 'l'), 'þ', 'th'), 'ı', 'i'), '[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+', ' ', 'g'), '^[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+|[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+$', '', 'g') AS "t5"
FROM "p1_open_right" AS "o";
-- at most 200000000 pairs
SELECT sum(("a"."n" * "b"."n")) AS "pairs"
FROM (SELECT "k0" AS "k0", count(*) AS "n"
FROM (SELECT "t"."f1" AS "k0"
FROM "p1_input_left" AS "t"
WHERE ("t"."f1" IS NOT NULL)) AS "t"
GROUP BY "k0") AS "a"
JOIN (SELECT "k0" AS "k0", count(*) AS "n"
FROM (SELECT "t"."f1" AS "k0"
FROM "p1_input_right" AS "t"
WHERE ("t"."f1" IS NOT NULL)) AS "t"
GROUP BY "k0") AS "b" ON ("a"."k0" = "b"."k0");
CREATE TABLE "p1_candidates" AS
SELECT "l"."row_id" AS "l", "r"."row_id" AS "r", (1 * CAST((1 - CASE WHEN greatest(strlen("l"."t5"), strlen("r"."t5")) = 0 THEN 0.0::DOUBLE ELSE round(1 - levenshtein("l"."t5", "r"."t5")::DOUBLE / greatest(strlen("l"."t5"), strlen("r"."t5")), 6) END) AS DECIMAL(9, 6))) AS "cost"
FROM "p1_input_left" AS "l"
JOIN "p1_input_right" AS "r" ON ("l"."f1" = "r"."f1")
WHERE (CASE WHEN greatest(strlen("l"."t5"), strlen("r"."t5")) = 0 THEN 0.0::DOUBLE ELSE round(1 - levenshtein("l"."t5", "r"."t5")::DOUBLE / greatest(strlen("l"."t5"), strlen("r"."t5")), 6) END >= 0.5);

-- distance: assign
CREATE TABLE "p1_ranked" AS
SELECT "l" AS "l", "r" AS "r", "cost" AS "cost", count(*) OVER (PARTITION BY "l") AS "dl", count(*) OVER (PARTITION BY "r") AS "dr"
FROM "p1_candidates" AS "t";
CREATE TABLE "p1_pairs" AS
SELECT "l"."row_id" AS "l", "r"."row_id" AS "r", (("l"."f2" IS DISTINCT FROM "r"."f2") OR ("l"."f3" IS DISTINCT FROM "r"."f3") OR ("l"."f4" IS DISTINCT FROM "r"."f4")) AS "differs", ("l"."content_hash" = "r"."content_hash") AS "same", CAST(NULL AS BIGINT) AS "left_amount", CAST(NULL AS BIGINT) AS "right_amount"
FROM (SELECT "l" AS "l", "r" AS "r"
FROM "p1_ranked" AS "t"
WHERE (("dl" = 1) AND ("dr" = 1))) AS "ids"
JOIN "p1_input_left" AS "l" ON ("l"."row_id" = "ids"."l")
JOIN "p1_input_right" AS "r" ON ("r"."row_id" = "ids"."r");
CREATE TABLE "p1_contested" AS
SELECT "l" AS "l", "r" AS "r", "cost" AS "cost"
FROM "p1_ranked" AS "t"
WHERE (NOT (("dl" = 1) AND ("dr" = 1)));
DROP TABLE IF EXISTS "p1_ranked";
CREATE TABLE "p1_groups" AS
SELECT "t"."row_id" AS "group_id", FALSE AS "net", '' AS "status", CAST(NULL AS DOUBLE) AS "confidence", CAST(NULL AS VARCHAR) AS "explanation", CAST(NULL AS VARCHAR) AS "reason"
FROM "p1_open_left" AS "t"
LIMIT 0;
CREATE TABLE "p1_members" AS
SELECT "t"."row_id" AS "group_id", 0 AS "side", "t"."row_id" AS "row_id", CAST(NULL AS BIGINT) AS "amount"
FROM "p1_open_left" AS "t"
LIMIT 0;
-- if p1_contested has rows
  CREATE TABLE "p1_nodes" AS
  (SELECT 0 AS "side", "o"."row_id" AS "row_id", "o"."content_hash" AS "content_hash", dense_rank() OVER (ORDER BY "o"."f1" ASC NULLS FIRST, "o"."f2" ASC NULLS FIRST, "o"."f3" ASC NULLS FIRST, "o"."f4" ASC NULLS FIRST, "o"."f5" ASC NULLS FIRST) AS "cls"
  FROM (SELECT DISTINCT "l" AS "row_id"
  FROM "p1_contested" AS "t") AS "e"
  JOIN "p1_open_left" AS "o" ON ("o"."row_id" = "e"."row_id"))
  UNION ALL
  (SELECT 1 AS "side", "o"."row_id" AS "row_id", "o"."content_hash" AS "content_hash", dense_rank() OVER (ORDER BY "o"."f1" ASC NULLS FIRST, "o"."f2" ASC NULLS FIRST, "o"."f3" ASC NULLS FIRST, "o"."f4" ASC NULLS FIRST, "o"."f5" ASC NULLS FIRST) AS "cls"
  FROM (SELECT DISTINCT "r" AS "row_id"
  FROM "p1_contested" AS "t") AS "e"
  JOIN "p1_open_right" AS "o" ON ("o"."row_id" = "e"."row_id"));
  CREATE TABLE "p1_edges" AS
  SELECT DISTINCT "a"."cls" AS "l", "b"."cls" AS "r", "c"."cost" AS "cost", 0 AS "cost2"
  FROM "p1_contested" AS "c"
  JOIN "p1_nodes" AS "a" ON (("a"."row_id" = "c"."l") AND ("a"."side" = 0))
  JOIN "p1_nodes" AS "b" ON (("b"."row_id" = "c"."r") AND ("b"."side" = 1));
  -- assign p1_nodes, p1_edges to p1_assigned, p1_ambiguous
  INSERT INTO "p1_pairs" ("l", "r", "differs", "same", "left_amount", "right_amount")
  SELECT "l"."row_id" AS "l", "r"."row_id" AS "r", (("l"."f2" IS DISTINCT FROM "r"."f2") OR ("l"."f3" IS DISTINCT FROM "r"."f3") OR ("l"."f4" IS DISTINCT FROM "r"."f4")) AS "differs", ("l"."content_hash" = "r"."content_hash") AS "same", CAST(NULL AS BIGINT) AS "left_amount", CAST(NULL AS BIGINT) AS "right_amount"
  FROM (SELECT "l" AS "l", "r" AS "r"
  FROM "p1_assigned" AS "t") AS "ids"
  JOIN "p1_input_left" AS "l" ON ("l"."row_id" = "ids"."l")
  JOIN "p1_input_right" AS "r" ON ("r"."row_id" = "ids"."r");
  INSERT INTO "p1_members" ("group_id", "side", "row_id", "amount")
  SELECT "m"."group_id" AS "group_id", "m"."side" AS "side", "m"."row_id" AS "row_id", CAST(NULL AS BIGINT) AS "amount"
  FROM (SELECT min(CASE WHEN ("side" = 0) THEN "row_id" END) OVER (PARTITION BY "suggestion") AS "group_id", "side" AS "side", "row_id" AS "row_id"
  FROM (SELECT "group_id" AS "suggestion", "side" AS "side", "row_id" AS "row_id"
  FROM "p1_ambiguous" AS "t") AS "t") AS "m"
  JOIN "p1_open_left" AS "o" ON ("m"."row_id" = "o"."row_id")
  WHERE ("m"."side" = 0);
  INSERT INTO "p1_members" ("group_id", "side", "row_id", "amount")
  SELECT "m"."group_id" AS "group_id", "m"."side" AS "side", "m"."row_id" AS "row_id", CAST(NULL AS BIGINT) AS "amount"
  FROM (SELECT min(CASE WHEN ("side" = 0) THEN "row_id" END) OVER (PARTITION BY "suggestion") AS "group_id", "side" AS "side", "row_id" AS "row_id"
  FROM (SELECT "group_id" AS "suggestion", "side" AS "side", "row_id" AS "row_id"
  FROM "p1_ambiguous" AS "t") AS "t") AS "m"
  JOIN "p1_open_right" AS "o" ON ("m"."row_id" = "o"."row_id")
  WHERE ("m"."side" = 1);
  INSERT INTO "p1_groups" ("group_id", "net", "status", "confidence", "explanation", "reason")
  SELECT DISTINCT "group_id" AS "group_id", FALSE AS "net", 'suggested' AS "status", CAST(NULL AS DOUBLE) AS "confidence", 'several assignments are equally good' AS "explanation", CAST(NULL AS VARCHAR) AS "reason"
  FROM (SELECT min(CASE WHEN ("side" = 0) THEN "row_id" END) OVER (PARTITION BY "suggestion") AS "group_id", "side" AS "side", "row_id" AS "row_id"
  FROM (SELECT "group_id" AS "suggestion", "side" AS "side", "row_id" AS "row_id"
  FROM "p1_ambiguous" AS "t") AS "t") AS "t";
DROP TABLE IF EXISTS "p1_candidates";

-- distance: what is left
CREATE TABLE "p2_open_left" AS
SELECT "t"."row_id" AS "row_id", "t"."content_hash" AS "content_hash", "t"."f1" AS "f1", "t"."f2" AS "f2", "t"."f3" AS "f3", "t"."f4" AS "f4", "t"."f5" AS "f5"
FROM "p1_open_left" AS "t"
ANTI JOIN "p1_pairs" AS "p" ON ("p"."l" = "t"."row_id")
ANTI JOIN "p1_members" AS "m" ON (("m"."row_id" = "t"."row_id") AND ("m"."side" = 0));
CREATE TABLE "p2_open_right" AS
SELECT "t"."row_id" AS "row_id", "t"."content_hash" AS "content_hash", "t"."f1" AS "f1", "t"."f2" AS "f2", "t"."f3" AS "f3", "t"."f4" AS "f4", "t"."f5" AS "f5"
FROM "p1_open_right" AS "t"
ANTI JOIN "p1_pairs" AS "p" ON ("p"."r" = "t"."row_id")
ANTI JOIN "p1_members" AS "m" ON (("m"."row_id" = "t"."row_id") AND ("m"."side" = 1));

-- grams: find candidates
CREATE TABLE "p2_input_left" AS
SELECT "o"."row_id" AS "row_id", "o"."content_hash" AS "content_hash", "o"."f1" AS "f1", "o"."f2" AS "f2", "o"."f3" AS "f3", "o"."f4" AS "f4", "o"."f5" AS "f5", regexp_replace(regexp_replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(strip_accents("o"."f5")), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'ø', 'o'), 'đ', 'd'), 'ð', 'd'), 'ł', 'l'), 'þ', 'th'), 'ı', 'i'), '[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+', ' ', 'g'), '^[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+|[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+$', '', 'g') AS "t5"
FROM "p2_open_left" AS "o";
CREATE TABLE "p2_input_right" AS
SELECT "o"."row_id" AS "row_id", "o"."content_hash" AS "content_hash", "o"."f1" AS "f1", "o"."f2" AS "f2", "o"."f3" AS "f3", "o"."f4" AS "f4", "o"."f5" AS "f5", regexp_replace(regexp_replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(strip_accents("o"."f5")), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'ø', 'o'), 'đ', 'd'), 'ð', 'd'), 'ł', 'l'), 'þ', 'th'), 'ı', 'i'), '[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+', ' ', 'g'), '^[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+|[\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+$', '', 'g') AS "t5"
FROM "p2_open_right" AS "o";
-- at most 200000000 pairs
SELECT sum(("a"."n" * "b"."n")) AS "pairs"
FROM (SELECT "k0" AS "k0", count(*) AS "n"
FROM (SELECT "t"."f1" AS "k0"
FROM "p2_input_left" AS "t"
WHERE ("t"."f1" IS NOT NULL)) AS "t"
GROUP BY "k0") AS "a"
JOIN (SELECT "k0" AS "k0", count(*) AS "n"
FROM (SELECT "t"."f1" AS "k0"
FROM "p2_input_right" AS "t"
WHERE ("t"."f1" IS NOT NULL)) AS "t"
GROUP BY "k0") AS "b" ON ("a"."k0" = "b"."k0");
CREATE TABLE "p2_gram_5" AS
SELECT "side" AS "side", "row_id" AS "row_id", "gram" AS "gram", count(*) AS "n"
FROM ((SELECT "side" AS "side", "row_id" AS "row_id", unnest(list_transform(range(1, CAST(length(' ' || "text" || ' ') AS BIGINT) - 1), lambda i: substring(' ' || "text" || ' ', i, 3))) AS "gram"
FROM (SELECT 0 AS "side", "row_id" AS "row_id", "t5" AS "text"
FROM "p2_input_left" AS "t"
WHERE ("t5" IS NOT NULL)) AS "t")
UNION ALL
(SELECT "side" AS "side", "row_id" AS "row_id", unnest(list_transform(range(1, CAST(length(' ' || "text" || ' ') AS BIGINT) - 1), lambda i: substring(' ' || "text" || ' ', i, 3))) AS "gram"
FROM (SELECT 1 AS "side", "row_id" AS "row_id", "t5" AS "text"
FROM "p2_input_right" AS "t"
WHERE ("t5" IS NOT NULL)) AS "t")) AS "t"
GROUP BY "side", "row_id", "gram";
CREATE TABLE "p2_frequency_5" AS
SELECT "gram" AS "gram", count(*) AS "df"
FROM "p2_gram_5" AS "t"
GROUP BY "gram";
CREATE TABLE "p2_total_5" AS
SELECT count(*) AS "total"
FROM ((SELECT 0 AS "side", "row_id" AS "row_id", "t5" AS "text"
FROM "p2_input_left" AS "t"
WHERE ("t5" IS NOT NULL))
UNION ALL
(SELECT 1 AS "side", "row_id" AS "row_id", "t5" AS "text"
FROM "p2_input_right" AS "t"
WHERE ("t5" IS NOT NULL))) AS "t";
CREATE TABLE "p2_weight_5" AS
SELECT "g"."side" AS "side", "g"."row_id" AS "row_id", "g"."gram" AS "gram", ("g"."n" * CAST(round(1000 * ln(1 + "a"."total"::DOUBLE / "f"."df"::DOUBLE)) AS BIGINT)) AS "weight"
FROM "p2_gram_5" AS "g"
JOIN "p2_frequency_5" AS "f" ON ("f"."gram" = "g"."gram")
CROSS JOIN "p2_total_5" AS "a";
CREATE TABLE "p2_norm_5" AS
SELECT "side" AS "side", "row_id" AS "row_id", sum(("weight" * "weight")) AS "norm"
FROM "p2_weight_5" AS "t"
GROUP BY "side", "row_id";
CREATE TABLE "p2_cosine_5" AS
SELECT "d"."l" AS "l", "d"."r" AS "r", round("d"."dot" / (sqrt("nl"."norm") * sqrt("nr"."norm")), 6) AS "cosine"
FROM (SELECT "a"."row_id" AS "l", "b"."row_id" AS "r", sum(("a"."weight" * "b"."weight")) AS "dot"
FROM "p2_weight_5" AS "a"
JOIN "p2_weight_5" AS "b" ON (("a"."gram" = "b"."gram") AND ("a"."side" = 0) AND ("b"."side" = 1))
JOIN "p2_input_left" AS "l" ON ("l"."row_id" = "a"."row_id")
JOIN "p2_input_right" AS "r" ON (("r"."row_id" = "b"."row_id") AND ("l"."f1" = "r"."f1"))
GROUP BY "a"."row_id", "b"."row_id") AS "d"
JOIN "p2_norm_5" AS "nl" ON (("nl"."row_id" = "d"."l") AND ("nl"."side" = 0))
JOIN "p2_norm_5" AS "nr" ON (("nr"."row_id" = "d"."r") AND ("nr"."side" = 1));
CREATE TABLE "p2_candidates" AS
SELECT "l"."row_id" AS "l", "r"."row_id" AS "r", (1 * CAST((1 - CASE WHEN (("l"."t5" IS NOT NULL) AND ("r"."t5" IS NOT NULL)) THEN coalesce("w5"."cosine", 0.0) END) AS DECIMAL(9, 6))) AS "cost"
FROM "p2_input_left" AS "l"
JOIN "p2_input_right" AS "r" ON ("l"."f1" = "r"."f1")
JOIN "p2_cosine_5" AS "w5" ON (("w5"."l" = "l"."row_id") AND ("w5"."r" = "r"."row_id"))
WHERE (CASE WHEN (("l"."t5" IS NOT NULL) AND ("r"."t5" IS NOT NULL)) THEN coalesce("w5"."cosine", 0.0) END >= 0.2);

-- grams: assign
CREATE TABLE "p2_ranked" AS
SELECT "l" AS "l", "r" AS "r", "cost" AS "cost", count(*) OVER (PARTITION BY "l") AS "dl", count(*) OVER (PARTITION BY "r") AS "dr"
FROM "p2_candidates" AS "t";
CREATE TABLE "p2_pairs" AS
SELECT "l"."row_id" AS "l", "r"."row_id" AS "r", (("l"."f2" IS DISTINCT FROM "r"."f2") OR ("l"."f3" IS DISTINCT FROM "r"."f3") OR ("l"."f4" IS DISTINCT FROM "r"."f4")) AS "differs", ("l"."content_hash" = "r"."content_hash") AS "same", CAST(NULL AS BIGINT) AS "left_amount", CAST(NULL AS BIGINT) AS "right_amount"
FROM (SELECT "l" AS "l", "r" AS "r"
FROM "p2_ranked" AS "t"
WHERE (("dl" = 1) AND ("dr" = 1))) AS "ids"
JOIN "p2_input_left" AS "l" ON ("l"."row_id" = "ids"."l")
JOIN "p2_input_right" AS "r" ON ("r"."row_id" = "ids"."r");
CREATE TABLE "p2_contested" AS
SELECT "l" AS "l", "r" AS "r", "cost" AS "cost"
FROM "p2_ranked" AS "t"
WHERE (NOT (("dl" = 1) AND ("dr" = 1)));
DROP TABLE IF EXISTS "p2_ranked";
CREATE TABLE "p2_groups" AS
SELECT "t"."row_id" AS "group_id", FALSE AS "net", '' AS "status", CAST(NULL AS DOUBLE) AS "confidence", CAST(NULL AS VARCHAR) AS "explanation", CAST(NULL AS VARCHAR) AS "reason"
FROM "p2_open_left" AS "t"
LIMIT 0;
CREATE TABLE "p2_members" AS
SELECT "t"."row_id" AS "group_id", 0 AS "side", "t"."row_id" AS "row_id", CAST(NULL AS BIGINT) AS "amount"
FROM "p2_open_left" AS "t"
LIMIT 0;
-- if p2_contested has rows
  CREATE TABLE "p2_nodes" AS
  (SELECT 0 AS "side", "o"."row_id" AS "row_id", "o"."content_hash" AS "content_hash", dense_rank() OVER (ORDER BY "o"."f1" ASC NULLS FIRST, "o"."f2" ASC NULLS FIRST, "o"."f3" ASC NULLS FIRST, "o"."f4" ASC NULLS FIRST, "o"."f5" ASC NULLS FIRST) AS "cls"
  FROM (SELECT DISTINCT "l" AS "row_id"
  FROM "p2_contested" AS "t") AS "e"
  JOIN "p2_open_left" AS "o" ON ("o"."row_id" = "e"."row_id"))
  UNION ALL
  (SELECT 1 AS "side", "o"."row_id" AS "row_id", "o"."content_hash" AS "content_hash", dense_rank() OVER (ORDER BY "o"."f1" ASC NULLS FIRST, "o"."f2" ASC NULLS FIRST, "o"."f3" ASC NULLS FIRST, "o"."f4" ASC NULLS FIRST, "o"."f5" ASC NULLS FIRST) AS "cls"
  FROM (SELECT DISTINCT "r" AS "row_id"
  FROM "p2_contested" AS "t") AS "e"
  JOIN "p2_open_right" AS "o" ON ("o"."row_id" = "e"."row_id"));
  CREATE TABLE "p2_edges" AS
  SELECT DISTINCT "a"."cls" AS "l", "b"."cls" AS "r", "c"."cost" AS "cost", 0 AS "cost2"
  FROM "p2_contested" AS "c"
  JOIN "p2_nodes" AS "a" ON (("a"."row_id" = "c"."l") AND ("a"."side" = 0))
  JOIN "p2_nodes" AS "b" ON (("b"."row_id" = "c"."r") AND ("b"."side" = 1));
  -- assign p2_nodes, p2_edges to p2_assigned, p2_ambiguous
  INSERT INTO "p2_pairs" ("l", "r", "differs", "same", "left_amount", "right_amount")
  SELECT "l"."row_id" AS "l", "r"."row_id" AS "r", (("l"."f2" IS DISTINCT FROM "r"."f2") OR ("l"."f3" IS DISTINCT FROM "r"."f3") OR ("l"."f4" IS DISTINCT FROM "r"."f4")) AS "differs", ("l"."content_hash" = "r"."content_hash") AS "same", CAST(NULL AS BIGINT) AS "left_amount", CAST(NULL AS BIGINT) AS "right_amount"
  FROM (SELECT "l" AS "l", "r" AS "r"
  FROM "p2_assigned" AS "t") AS "ids"
  JOIN "p2_input_left" AS "l" ON ("l"."row_id" = "ids"."l")
  JOIN "p2_input_right" AS "r" ON ("r"."row_id" = "ids"."r");
  INSERT INTO "p2_members" ("group_id", "side", "row_id", "amount")
  SELECT "m"."group_id" AS "group_id", "m"."side" AS "side", "m"."row_id" AS "row_id", CAST(NULL AS BIGINT) AS "amount"
  FROM (SELECT min(CASE WHEN ("side" = 0) THEN "row_id" END) OVER (PARTITION BY "suggestion") AS "group_id", "side" AS "side", "row_id" AS "row_id"
  FROM (SELECT "group_id" AS "suggestion", "side" AS "side", "row_id" AS "row_id"
  FROM "p2_ambiguous" AS "t") AS "t") AS "m"
  JOIN "p2_open_left" AS "o" ON ("m"."row_id" = "o"."row_id")
  WHERE ("m"."side" = 0);
  INSERT INTO "p2_members" ("group_id", "side", "row_id", "amount")
  SELECT "m"."group_id" AS "group_id", "m"."side" AS "side", "m"."row_id" AS "row_id", CAST(NULL AS BIGINT) AS "amount"
  FROM (SELECT min(CASE WHEN ("side" = 0) THEN "row_id" END) OVER (PARTITION BY "suggestion") AS "group_id", "side" AS "side", "row_id" AS "row_id"
  FROM (SELECT "group_id" AS "suggestion", "side" AS "side", "row_id" AS "row_id"
  FROM "p2_ambiguous" AS "t") AS "t") AS "m"
  JOIN "p2_open_right" AS "o" ON ("m"."row_id" = "o"."row_id")
  WHERE ("m"."side" = 1);
  INSERT INTO "p2_groups" ("group_id", "net", "status", "confidence", "explanation", "reason")
  SELECT DISTINCT "group_id" AS "group_id", FALSE AS "net", 'suggested' AS "status", CAST(NULL AS DOUBLE) AS "confidence", 'several assignments are equally good' AS "explanation", CAST(NULL AS VARCHAR) AS "reason"
  FROM (SELECT min(CASE WHEN ("side" = 0) THEN "row_id" END) OVER (PARTITION BY "suggestion") AS "group_id", "side" AS "side", "row_id" AS "row_id"
  FROM (SELECT "group_id" AS "suggestion", "side" AS "side", "row_id" AS "row_id"
  FROM "p2_ambiguous" AS "t") AS "t") AS "t";
DROP TABLE IF EXISTS "p2_candidates";

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
  SELECT "d"."l" AS "group_id", ("l"."f2" IS DISTINCT FROM "r"."f2") AS "is0", CAST("l"."f2" AS VARCHAR) AS "l0", CAST("r"."f2" AS VARCHAR) AS "r0", CAST(("r"."f2" - "l"."f2") AS VARCHAR) AS "d0", ("l"."f3" IS DISTINCT FROM "r"."f3") AS "is1", CAST("l"."f3" AS VARCHAR) AS "l1", CAST("r"."f3" AS VARCHAR) AS "r1", CAST(NULL AS VARCHAR) AS "d1", ("l"."f4" IS DISTINCT FROM "r"."f4") AS "is2", CAST("l"."f4" AS VARCHAR) AS "l2", CAST("r"."f4" AS VARCHAR) AS "r2", CAST(("r"."f4" - "l"."f4") AS VARCHAR) AS "d2"
  FROM "p0_differing" AS "d"
  JOIN "p0_input_left" AS "l" ON ("l"."row_id" = "d"."l")
  JOIN "p0_input_right" AS "r" ON ("r"."row_id" = "d"."r");
  INSERT INTO "differences" ("group_id", "position", "field", "left_value", "right_value", "delta")
  (SELECT "group_id" AS "group_id", 0 AS "position", 'amount' AS "field", "l0" AS "left_value", "r0" AS "right_value", "d0" AS "delta"
  FROM "p0_judged" AS "t"
  WHERE "is0")
  UNION ALL
  (SELECT "group_id" AS "group_id", 1 AS "position", 'ccy' AS "field", "l1" AS "left_value", "r1" AS "right_value", "d1" AS "delta"
  FROM "p0_judged" AS "t"
  WHERE "is1")
  UNION ALL
  (SELECT "group_id" AS "group_id", 2 AS "position", 'day' AS "field", "l2" AS "left_value", "r2" AS "right_value", "d2" AS "delta"
  FROM "p0_judged" AS "t"
  WHERE "is2");
  DROP TABLE IF EXISTS "p0_judged";
CREATE TABLE "p1_differing" AS
SELECT "l" AS "l", "r" AS "r"
FROM "p1_pairs" AS "t"
WHERE "differs";
-- if p1_differing has rows
  CREATE TABLE "p1_judged" AS
  SELECT "d"."l" AS "group_id", ("l"."f2" IS DISTINCT FROM "r"."f2") AS "is0", CAST("l"."f2" AS VARCHAR) AS "l0", CAST("r"."f2" AS VARCHAR) AS "r0", CAST(("r"."f2" - "l"."f2") AS VARCHAR) AS "d0", ("l"."f3" IS DISTINCT FROM "r"."f3") AS "is1", CAST("l"."f3" AS VARCHAR) AS "l1", CAST("r"."f3" AS VARCHAR) AS "r1", CAST(NULL AS VARCHAR) AS "d1", ("l"."f4" IS DISTINCT FROM "r"."f4") AS "is2", CAST("l"."f4" AS VARCHAR) AS "l2", CAST("r"."f4" AS VARCHAR) AS "r2", CAST(("r"."f4" - "l"."f4") AS VARCHAR) AS "d2"
  FROM "p1_differing" AS "d"
  JOIN "p1_input_left" AS "l" ON ("l"."row_id" = "d"."l")
  JOIN "p1_input_right" AS "r" ON ("r"."row_id" = "d"."r");
  INSERT INTO "differences" ("group_id", "position", "field", "left_value", "right_value", "delta")
  (SELECT "group_id" AS "group_id", 0 AS "position", 'amount' AS "field", "l0" AS "left_value", "r0" AS "right_value", "d0" AS "delta"
  FROM "p1_judged" AS "t"
  WHERE "is0")
  UNION ALL
  (SELECT "group_id" AS "group_id", 1 AS "position", 'ccy' AS "field", "l1" AS "left_value", "r1" AS "right_value", "d1" AS "delta"
  FROM "p1_judged" AS "t"
  WHERE "is1")
  UNION ALL
  (SELECT "group_id" AS "group_id", 2 AS "position", 'day' AS "field", "l2" AS "left_value", "r2" AS "right_value", "d2" AS "delta"
  FROM "p1_judged" AS "t"
  WHERE "is2");
  DROP TABLE IF EXISTS "p1_judged";
CREATE TABLE "p2_differing" AS
SELECT "l" AS "l", "r" AS "r"
FROM "p2_pairs" AS "t"
WHERE "differs";
-- if p2_differing has rows
  CREATE TABLE "p2_judged" AS
  SELECT "d"."l" AS "group_id", ("l"."f2" IS DISTINCT FROM "r"."f2") AS "is0", CAST("l"."f2" AS VARCHAR) AS "l0", CAST("r"."f2" AS VARCHAR) AS "r0", CAST(("r"."f2" - "l"."f2") AS VARCHAR) AS "d0", ("l"."f3" IS DISTINCT FROM "r"."f3") AS "is1", CAST("l"."f3" AS VARCHAR) AS "l1", CAST("r"."f3" AS VARCHAR) AS "r1", CAST(NULL AS VARCHAR) AS "d1", ("l"."f4" IS DISTINCT FROM "r"."f4") AS "is2", CAST("l"."f4" AS VARCHAR) AS "l2", CAST("r"."f4" AS VARCHAR) AS "r2", CAST(("r"."f4" - "l"."f4") AS VARCHAR) AS "d2"
  FROM "p2_differing" AS "d"
  JOIN "p2_input_left" AS "l" ON ("l"."row_id" = "d"."l")
  JOIN "p2_input_right" AS "r" ON ("r"."row_id" = "d"."r");
  INSERT INTO "differences" ("group_id", "position", "field", "left_value", "right_value", "delta")
  (SELECT "group_id" AS "group_id", 0 AS "position", 'amount' AS "field", "l0" AS "left_value", "r0" AS "right_value", "d0" AS "delta"
  FROM "p2_judged" AS "t"
  WHERE "is0")
  UNION ALL
  (SELECT "group_id" AS "group_id", 1 AS "position", 'ccy' AS "field", "l1" AS "left_value", "r1" AS "right_value", "d1" AS "delta"
  FROM "p2_judged" AS "t"
  WHERE "is1")
  UNION ALL
  (SELECT "group_id" AS "group_id", 2 AS "position", 'day' AS "field", "l2" AS "left_value", "r2" AS "right_value", "d2" AS "delta"
  FROM "p2_judged" AS "t"
  WHERE "is2");
  DROP TABLE IF EXISTS "p2_judged";
CREATE TABLE "left_flagged" AS
SELECT DISTINCT "row_id" AS "row_id", CAST((4 + 0) AS BIGINT) AS "decision", 'its key is on the other side, but every counterpart has a match' AS "reason"
FROM ((SELECT "row_id" AS "row_id"
FROM "left_set_aside" AS "t"
LIMIT 0)) AS "t"
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
WHERE ("m"."side" = 0))
UNION ALL
(SELECT "l" AS "row_id", CAST((((CASE WHEN "differs" THEN 1 ELSE 0 END + 32) + CASE WHEN "same" THEN 8 ELSE 0 END) + (CAST("l" AS BIGINT) * 65536)) AS BIGINT) AS "decision"
FROM "p1_pairs" AS "t")
UNION ALL
(SELECT "m"."row_id" AS "row_id", CAST(((CASE WHEN ("g"."status" = 'suggested') THEN 2 ELSE 0 END + 32) + (CAST("m"."group_id" AS BIGINT) * 65536)) AS BIGINT) AS "decision"
FROM "p1_members" AS "m"
JOIN "p1_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
WHERE ("m"."side" = 0))
UNION ALL
(SELECT "l" AS "row_id", CAST((((CASE WHEN "differs" THEN 1 ELSE 0 END + 48) + CASE WHEN "same" THEN 8 ELSE 0 END) + (CAST("l" AS BIGINT) * 65536)) AS BIGINT) AS "decision"
FROM "p2_pairs" AS "t")
UNION ALL
(SELECT "m"."row_id" AS "row_id", CAST(((CASE WHEN ("g"."status" = 'suggested') THEN 2 ELSE 0 END + 48) + (CAST("m"."group_id" AS BIGINT) * 65536)) AS BIGINT) AS "decision"
FROM "p2_members" AS "m"
JOIN "p2_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
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
WHERE "p"."differs")
UNION ALL
(SELECT "m"."row_id" AS "row_id", CASE WHEN ("g"."status" = 'suggested') THEN "g"."explanation" ELSE "g"."reason" END AS "reason"
FROM "p1_members" AS "m"
JOIN "p1_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
WHERE ("m"."side" = 0))
UNION ALL
(SELECT "p"."l" AS "row_id", "d"."reason" AS "reason"
FROM "p1_pairs" AS "p"
JOIN (SELECT "group_id" AS "group_id", string_agg("field", ',' ORDER BY "position") AS "reason"
FROM "differences" AS "t"
GROUP BY "group_id") AS "d" ON ("d"."group_id" = "p"."l")
WHERE "p"."differs")
UNION ALL
(SELECT "m"."row_id" AS "row_id", CASE WHEN ("g"."status" = 'suggested') THEN "g"."explanation" ELSE "g"."reason" END AS "reason"
FROM "p2_members" AS "m"
JOIN "p2_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
WHERE ("m"."side" = 0))
UNION ALL
(SELECT "p"."l" AS "row_id", "d"."reason" AS "reason"
FROM "p2_pairs" AS "p"
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
LIMIT 0)) AS "t"
ORDER BY "row_id" ASC NULLS FIRST;
CREATE TABLE "right_decided" AS
SELECT "row_id" AS "row_id", "decision" AS "decision"
FROM ((SELECT "row_id" AS "row_id", CAST((CASE WHEN ("outcome" = 'rejected') THEN 6 ELSE 5 END + 0) AS BIGINT) AS "decision"
FROM "right_set_aside" AS "t")
UNION ALL
(SELECT "r" AS "row_id", CAST((((CASE WHEN "differs" THEN 1 ELSE 0 END + 16) + CASE WHEN "same" THEN 8 ELSE 0 END) + (CAST("l" AS BIGINT) * 65536)) AS BIGINT) AS "decision"
FROM "p0_pairs" AS "t")
UNION ALL
(SELECT "m"."row_id" AS "row_id", CAST(((CASE WHEN ("g"."status" = 'suggested') THEN 2 ELSE 0 END + 16) + (CAST("m"."group_id" AS BIGINT) * 65536)) AS BIGINT) AS "decision"
FROM "p0_members" AS "m"
JOIN "p0_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
WHERE ("m"."side" = 1))
UNION ALL
(SELECT "r" AS "row_id", CAST((((CASE WHEN "differs" THEN 1 ELSE 0 END + 32) + CASE WHEN "same" THEN 8 ELSE 0 END) + (CAST("l" AS BIGINT) * 65536)) AS BIGINT) AS "decision"
FROM "p1_pairs" AS "t")
UNION ALL
(SELECT "m"."row_id" AS "row_id", CAST(((CASE WHEN ("g"."status" = 'suggested') THEN 2 ELSE 0 END + 32) + (CAST("m"."group_id" AS BIGINT) * 65536)) AS BIGINT) AS "decision"
FROM "p1_members" AS "m"
JOIN "p1_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
WHERE ("m"."side" = 1))
UNION ALL
(SELECT "r" AS "row_id", CAST((((CASE WHEN "differs" THEN 1 ELSE 0 END + 48) + CASE WHEN "same" THEN 8 ELSE 0 END) + (CAST("l" AS BIGINT) * 65536)) AS BIGINT) AS "decision"
FROM "p2_pairs" AS "t")
UNION ALL
(SELECT "m"."row_id" AS "row_id", CAST(((CASE WHEN ("g"."status" = 'suggested') THEN 2 ELSE 0 END + 48) + (CAST("m"."group_id" AS BIGINT) * 65536)) AS BIGINT) AS "decision"
FROM "p2_members" AS "m"
JOIN "p2_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
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
WHERE "p"."differs")
UNION ALL
(SELECT "m"."row_id" AS "row_id", CASE WHEN ("g"."status" = 'suggested') THEN "g"."explanation" ELSE "g"."reason" END AS "reason"
FROM "p1_members" AS "m"
JOIN "p1_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
WHERE ("m"."side" = 1))
UNION ALL
(SELECT "p"."r" AS "row_id", "d"."reason" AS "reason"
FROM "p1_pairs" AS "p"
JOIN (SELECT "group_id" AS "group_id", string_agg("field", ',' ORDER BY "position") AS "reason"
FROM "differences" AS "t"
GROUP BY "group_id") AS "d" ON ("d"."group_id" = "p"."l")
WHERE "p"."differs")
UNION ALL
(SELECT "m"."row_id" AS "row_id", CASE WHEN ("g"."status" = 'suggested') THEN "g"."explanation" ELSE "g"."reason" END AS "reason"
FROM "p2_members" AS "m"
JOIN "p2_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
WHERE ("m"."side" = 1))
UNION ALL
(SELECT "p"."r" AS "row_id", "d"."reason" AS "reason"
FROM "p2_pairs" AS "p"
JOIN (SELECT "group_id" AS "group_id", string_agg("field", ',' ORDER BY "position") AS "reason"
FROM "differences" AS "t"
GROUP BY "group_id") AS "d" ON ("d"."group_id" = "p"."l")
WHERE "p"."differs")) AS "t"
WHERE ("reason" IS NOT NULL)
ORDER BY "row_id" ASC NULLS FIRST;
ALTER TABLE "right" ADD COLUMN "decision" BIGINT DEFAULT 3;
ALTER TABLE "right" ADD COLUMN "reason" VARCHAR;
UPDATE "right" SET "decision" = "u"."decision"
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
FROM (SELECT "t"."row_id" AS "row_id", "t"."f2" AS "k0", "t"."f3" AS "k1", "t"."f4" AS "k2"
FROM "left_pool" AS "t"
WHERE (("t"."f2" IS NOT NULL) AND ("t"."f3" IS NOT NULL) AND ("t"."f4" IS NOT NULL))) AS "o"
SEMI JOIN (SELECT "t"."row_id" AS "row_id", "t"."f2" AS "k0", "t"."f3" AS "k1", "t"."f4" AS "k2"
FROM "left_wanted" AS "t"
WHERE (("t"."f2" IS NOT NULL) AND ("t"."f3" IS NOT NULL) AND ("t"."f4" IS NOT NULL))) AS "u" ON (("o"."k0" = "u"."k0") AND ("o"."k1" = "u"."k1") AND ("o"."k2" = "u"."k2"))) AS "t") AS "t"
WHERE ("sharing" <= 32)) AS "o"
JOIN (SELECT "t"."row_id" AS "row_id", "t"."f2" AS "k0", "t"."f3" AS "k1", "t"."f4" AS "k2"
FROM "left_wanted" AS "t"
WHERE (("t"."f2" IS NOT NULL) AND ("t"."f3" IS NOT NULL) AND ("t"."f4" IS NOT NULL))) AS "u" ON (("o"."k0" = "u"."k0") AND ("o"."k1" = "u"."k1") AND ("o"."k2" = "u"."k2")));
CREATE TABLE "left_nearest" AS
SELECT "row_id" AS "row_id", "nearest" AS "nearest", "failed" AS "failed", "fields" AS "fields"
FROM (SELECT "p"."u" AS "row_id", "p"."o" AS "nearest", concat('[', concat_ws(',', CASE WHEN ("l"."f1" IS DISTINCT FROM "r"."f1") THEN CAST(to_json({'field': 'ref', 'left': CAST("l"."f1" AS VARCHAR), 'right': CAST("r"."f1" AS VARCHAR), 'delta': CAST(NULL AS VARCHAR)}) AS VARCHAR) END, CASE WHEN ("l"."f2" IS DISTINCT FROM "r"."f2") THEN CAST(to_json({'field': 'amount', 'left': CAST("l"."f2" AS VARCHAR), 'right': CAST("r"."f2" AS VARCHAR), 'delta': CAST(("r"."f2" - "l"."f2") AS VARCHAR)}) AS VARCHAR) END, CASE WHEN ("l"."f3" IS DISTINCT FROM "r"."f3") THEN CAST(to_json({'field': 'ccy', 'left': CAST("l"."f3" AS VARCHAR), 'right': CAST("r"."f3" AS VARCHAR), 'delta': CAST(NULL AS VARCHAR)}) AS VARCHAR) END, CASE WHEN ("l"."f4" IS DISTINCT FROM "r"."f4") THEN CAST(to_json({'field': 'day', 'left': CAST("l"."f4" AS VARCHAR), 'right': CAST("r"."f4" AS VARCHAR), 'delta': CAST(("r"."f4" - "l"."f4") AS VARCHAR)}) AS VARCHAR) END, CASE WHEN ("l"."f5" IS DISTINCT FROM "r"."f5") THEN CAST(to_json({'field': 'party', 'left': CAST("l"."f5" AS VARCHAR), 'right': CAST("r"."f5" AS VARCHAR), 'delta': CAST(NULL AS VARCHAR)}) AS VARCHAR) END), ']') AS "failed", concat_ws(',', CASE WHEN ("l"."f1" IS DISTINCT FROM "r"."f1") THEN 'ref' END, CASE WHEN ("l"."f2" IS DISTINCT FROM "r"."f2") THEN 'amount' END, CASE WHEN ("l"."f3" IS DISTINCT FROM "r"."f3") THEN 'ccy' END, CASE WHEN ("l"."f4" IS DISTINCT FROM "r"."f4") THEN 'day' END, CASE WHEN ("l"."f5" IS DISTINCT FROM "r"."f5") THEN 'party' END) AS "fields", row_number() OVER (PARTITION BY "p"."u" ORDER BY ((((CASE WHEN (NOT ("l"."f1" IS DISTINCT FROM "r"."f1")) THEN 0 WHEN (("l"."f1" IS NULL) OR ("r"."f1" IS NULL)) THEN 1 ELSE 2 END + CASE WHEN (NOT ("l"."f2" IS DISTINCT FROM "r"."f2")) THEN 0 WHEN (("l"."f2" IS NULL) OR ("r"."f2" IS NULL)) THEN 1 WHEN (abs(("l"."f2" - "r"."f2")) <= (0.01 * greatest(abs("l"."f2"), abs("r"."f2")))) THEN 1 ELSE 3 END) + CASE WHEN (NOT ("l"."f3" IS DISTINCT FROM "r"."f3")) THEN 0 WHEN (("l"."f3" IS NULL) OR ("r"."f3" IS NULL)) THEN 1 ELSE 2 END) + CASE WHEN (NOT ("l"."f4" IS DISTINCT FROM "r"."f4")) THEN 0 WHEN (("l"."f4" IS NULL) OR ("r"."f4" IS NULL)) THEN 1 WHEN (abs(datediff('day', "l"."f4", "r"."f4")) <= 7) THEN 1 ELSE 2 END) + CASE WHEN (NOT ("l"."f5" IS DISTINCT FROM "r"."f5")) THEN 0 WHEN (("l"."f5" IS NULL) OR ("r"."f5" IS NULL)) THEN 1 ELSE 2 END) ASC NULLS FIRST, (0 IS NULL) ASC NULLS FIRST, 0 ASC NULLS FIRST, "r"."content_hash" ASC NULLS FIRST, "r"."row_id" ASC NULLS FIRST) AS "place"
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
FROM (SELECT "t"."row_id" AS "row_id", "t"."f2" AS "k0", "t"."f3" AS "k1", "t"."f4" AS "k2"
FROM "right_pool" AS "t"
WHERE (("t"."f2" IS NOT NULL) AND ("t"."f3" IS NOT NULL) AND ("t"."f4" IS NOT NULL))) AS "o"
SEMI JOIN (SELECT "t"."row_id" AS "row_id", "t"."f2" AS "k0", "t"."f3" AS "k1", "t"."f4" AS "k2"
FROM "right_wanted" AS "t"
WHERE (("t"."f2" IS NOT NULL) AND ("t"."f3" IS NOT NULL) AND ("t"."f4" IS NOT NULL))) AS "u" ON (("o"."k0" = "u"."k0") AND ("o"."k1" = "u"."k1") AND ("o"."k2" = "u"."k2"))) AS "t") AS "t"
WHERE ("sharing" <= 32)) AS "o"
JOIN (SELECT "t"."row_id" AS "row_id", "t"."f2" AS "k0", "t"."f3" AS "k1", "t"."f4" AS "k2"
FROM "right_wanted" AS "t"
WHERE (("t"."f2" IS NOT NULL) AND ("t"."f3" IS NOT NULL) AND ("t"."f4" IS NOT NULL))) AS "u" ON (("o"."k0" = "u"."k0") AND ("o"."k1" = "u"."k1") AND ("o"."k2" = "u"."k2")));
CREATE TABLE "right_nearest" AS
SELECT "row_id" AS "row_id", "nearest" AS "nearest", "failed" AS "failed", "fields" AS "fields"
FROM (SELECT "p"."u" AS "row_id", "p"."o" AS "nearest", concat('[', concat_ws(',', CASE WHEN ("l"."f1" IS DISTINCT FROM "r"."f1") THEN CAST(to_json({'field': 'ref', 'left': CAST("l"."f1" AS VARCHAR), 'right': CAST("r"."f1" AS VARCHAR), 'delta': CAST(NULL AS VARCHAR)}) AS VARCHAR) END, CASE WHEN ("l"."f2" IS DISTINCT FROM "r"."f2") THEN CAST(to_json({'field': 'amount', 'left': CAST("l"."f2" AS VARCHAR), 'right': CAST("r"."f2" AS VARCHAR), 'delta': CAST(("r"."f2" - "l"."f2") AS VARCHAR)}) AS VARCHAR) END, CASE WHEN ("l"."f3" IS DISTINCT FROM "r"."f3") THEN CAST(to_json({'field': 'ccy', 'left': CAST("l"."f3" AS VARCHAR), 'right': CAST("r"."f3" AS VARCHAR), 'delta': CAST(NULL AS VARCHAR)}) AS VARCHAR) END, CASE WHEN ("l"."f4" IS DISTINCT FROM "r"."f4") THEN CAST(to_json({'field': 'day', 'left': CAST("l"."f4" AS VARCHAR), 'right': CAST("r"."f4" AS VARCHAR), 'delta': CAST(("r"."f4" - "l"."f4") AS VARCHAR)}) AS VARCHAR) END, CASE WHEN ("l"."f5" IS DISTINCT FROM "r"."f5") THEN CAST(to_json({'field': 'party', 'left': CAST("l"."f5" AS VARCHAR), 'right': CAST("r"."f5" AS VARCHAR), 'delta': CAST(NULL AS VARCHAR)}) AS VARCHAR) END), ']') AS "failed", concat_ws(',', CASE WHEN ("l"."f1" IS DISTINCT FROM "r"."f1") THEN 'ref' END, CASE WHEN ("l"."f2" IS DISTINCT FROM "r"."f2") THEN 'amount' END, CASE WHEN ("l"."f3" IS DISTINCT FROM "r"."f3") THEN 'ccy' END, CASE WHEN ("l"."f4" IS DISTINCT FROM "r"."f4") THEN 'day' END, CASE WHEN ("l"."f5" IS DISTINCT FROM "r"."f5") THEN 'party' END) AS "fields", row_number() OVER (PARTITION BY "p"."u" ORDER BY ((((CASE WHEN (NOT ("l"."f1" IS DISTINCT FROM "r"."f1")) THEN 0 WHEN (("l"."f1" IS NULL) OR ("r"."f1" IS NULL)) THEN 1 ELSE 2 END + CASE WHEN (NOT ("l"."f2" IS DISTINCT FROM "r"."f2")) THEN 0 WHEN (("l"."f2" IS NULL) OR ("r"."f2" IS NULL)) THEN 1 WHEN (abs(("l"."f2" - "r"."f2")) <= (0.01 * greatest(abs("l"."f2"), abs("r"."f2")))) THEN 1 ELSE 3 END) + CASE WHEN (NOT ("l"."f3" IS DISTINCT FROM "r"."f3")) THEN 0 WHEN (("l"."f3" IS NULL) OR ("r"."f3" IS NULL)) THEN 1 ELSE 2 END) + CASE WHEN (NOT ("l"."f4" IS DISTINCT FROM "r"."f4")) THEN 0 WHEN (("l"."f4" IS NULL) OR ("r"."f4" IS NULL)) THEN 1 WHEN (abs(datediff('day', "l"."f4", "r"."f4")) <= 7) THEN 1 ELSE 2 END) + CASE WHEN (NOT ("l"."f5" IS DISTINCT FROM "r"."f5")) THEN 0 WHEN (("l"."f5" IS NULL) OR ("r"."f5" IS NULL)) THEN 1 ELSE 2 END) ASC NULLS FIRST, (0 IS NULL) ASC NULLS FIRST, 0 ASC NULLS FIRST, "l"."content_hash" ASC NULLS FIRST, "l"."row_id" ASC NULLS FIRST) AS "place"
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
SELECT CASE WHEN ("t"."outcome" = 0) THEN 'matched' WHEN ("t"."outcome" = 1) THEN 'differs' WHEN ("t"."outcome" = 2) THEN 'suggested' WHEN ("t"."outcome" = 3) THEN 'unmatched' WHEN ("t"."outcome" = 4) THEN 'duplicate' WHEN ("t"."outcome" = 5) THEN 'excluded' WHEN ("t"."outcome" = 6) THEN 'rejected' END AS "outcome", "pass" AS "pass", "same" AS "same", CAST(NULL AS VARCHAR) AS "currency", count(*) AS "records", CAST(NULL AS VARCHAR) AS "total", 0 AS "unknown"
FROM "left_classified" AS "t"
GROUP BY "t"."outcome", "t"."pass", "t"."same";
SELECT CASE WHEN ("t"."outcome" = 0) THEN 'matched' WHEN ("t"."outcome" = 1) THEN 'differs' WHEN ("t"."outcome" = 2) THEN 'suggested' WHEN ("t"."outcome" = 3) THEN 'unmatched' WHEN ("t"."outcome" = 4) THEN 'duplicate' WHEN ("t"."outcome" = 5) THEN 'excluded' WHEN ("t"."outcome" = 6) THEN 'rejected' END AS "outcome", "pass" AS "pass", "same" AS "same", count(*) AS "records", CAST(sum(CAST('0x' || substring("content_hash", 1, 16) AS UBIGINT)) AS VARCHAR) AS "h0", CAST(sum(CAST('0x' || substring("content_hash", 17, 16) AS UBIGINT)) AS VARCHAR) AS "h1", CAST(sum(CAST('0x' || substring("content_hash", 33, 16) AS UBIGINT)) AS VARCHAR) AS "h2", CAST(sum(CAST('0x' || substring("content_hash", 49, 16) AS UBIGINT)) AS VARCHAR) AS "h3"
FROM "left_classified" AS "t"
GROUP BY "t"."outcome", "t"."pass", "t"."same";
SELECT "row_id" AS "row_id", "content_hash" AS "content_hash", CASE WHEN ("outcome" = 0) THEN 'matched' WHEN ("outcome" = 1) THEN 'differs' WHEN ("outcome" = 2) THEN 'suggested' WHEN ("outcome" = 3) THEN 'unmatched' WHEN ("outcome" = 4) THEN 'duplicate' WHEN ("outcome" = 5) THEN 'excluded' WHEN ("outcome" = 6) THEN 'rejected' END AS "outcome", "group_id" AS "group_id", "reason" AS "reason", CASE WHEN ("outcome" IS DISTINCT FROM 6) THEN "f1" END AS "ref", CASE WHEN ("outcome" IS DISTINCT FROM 6) THEN "f2" END AS "amount", CASE WHEN ("outcome" IS DISTINCT FROM 6) THEN "f3" END AS "ccy", CASE WHEN ("outcome" IS DISTINCT FROM 6) THEN "f4" END AS "day", CASE WHEN ("outcome" IS DISTINCT FROM 6) THEN "f5" END AS "party", CASE WHEN ("outcome" IS DISTINCT FROM 6) THEN {'c1': "c1", 'c2': "c2", 'c3': "c3", 'c4': "c4", 'c5': "c5"} END AS "src"
FROM "left_classified" AS "t";
SELECT CASE WHEN ("t"."outcome" = 0) THEN 'matched' WHEN ("t"."outcome" = 1) THEN 'differs' WHEN ("t"."outcome" = 2) THEN 'suggested' WHEN ("t"."outcome" = 3) THEN 'unmatched' WHEN ("t"."outcome" = 4) THEN 'duplicate' WHEN ("t"."outcome" = 5) THEN 'excluded' WHEN ("t"."outcome" = 6) THEN 'rejected' END AS "outcome", "pass" AS "pass", "same" AS "same", CAST(NULL AS VARCHAR) AS "currency", count(*) AS "records", CAST(NULL AS VARCHAR) AS "total", 0 AS "unknown"
FROM "right_classified" AS "t"
GROUP BY "t"."outcome", "t"."pass", "t"."same";
SELECT CASE WHEN ("t"."outcome" = 0) THEN 'matched' WHEN ("t"."outcome" = 1) THEN 'differs' WHEN ("t"."outcome" = 2) THEN 'suggested' WHEN ("t"."outcome" = 3) THEN 'unmatched' WHEN ("t"."outcome" = 4) THEN 'duplicate' WHEN ("t"."outcome" = 5) THEN 'excluded' WHEN ("t"."outcome" = 6) THEN 'rejected' END AS "outcome", "pass" AS "pass", "same" AS "same", count(*) AS "records", CAST(sum(CAST('0x' || substring("content_hash", 1, 16) AS UBIGINT)) AS VARCHAR) AS "h0", CAST(sum(CAST('0x' || substring("content_hash", 17, 16) AS UBIGINT)) AS VARCHAR) AS "h1", CAST(sum(CAST('0x' || substring("content_hash", 33, 16) AS UBIGINT)) AS VARCHAR) AS "h2", CAST(sum(CAST('0x' || substring("content_hash", 49, 16) AS UBIGINT)) AS VARCHAR) AS "h3"
FROM "right_classified" AS "t"
WHERE (NOT "same")
GROUP BY "t"."outcome", "t"."pass", "t"."same";
SELECT "row_id" AS "row_id", "content_hash" AS "content_hash", CASE WHEN ("outcome" = 0) THEN 'matched' WHEN ("outcome" = 1) THEN 'differs' WHEN ("outcome" = 2) THEN 'suggested' WHEN ("outcome" = 3) THEN 'unmatched' WHEN ("outcome" = 4) THEN 'duplicate' WHEN ("outcome" = 5) THEN 'excluded' WHEN ("outcome" = 6) THEN 'rejected' END AS "outcome", "group_id" AS "group_id", "reason" AS "reason", "f1" AS "ref", "f2" AS "amount", "f3" AS "ccy", "f4" AS "day", "f5" AS "party", {'c1': "c1", 'c2': "c2", 'c3': "c3", 'c4': "c4", 'c5': "c5"} AS "src"
FROM "right_classified" AS "t";
SELECT "kind" AS "kind", "pass" AS "pass", "status" AS "status", count(*) AS "groups", CAST(sum(CAST('0x' || substring("hash", 1, 16) AS UBIGINT)) AS VARCHAR) AS "h0", CAST(sum(CAST('0x' || substring("hash", 17, 16) AS UBIGINT)) AS VARCHAR) AS "h1", CAST(sum(CAST('0x' || substring("hash", 33, 16) AS UBIGINT)) AS VARCHAR) AS "h2", CAST(sum(CAST('0x' || substring("hash", 49, 16) AS UBIGINT)) AS VARCHAR) AS "h3"
FROM ((SELECT '1:1' AS "kind", 'tokens' AS "pass", 'matched' AS "status", sha256(concat('left:', "l"."content_hash", '
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
JOIN (SELECT "m"."group_id" AS "group_id", CASE WHEN bool_or("g"."net") THEN 'net' WHEN ((CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) = 1) AND (CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) = 1)) THEN '1:1' WHEN (CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) = 1) THEN '1:n' WHEN (CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) = 1) THEN 'n:1' ELSE 'n:m' END AS "kind", 'tokens' AS "pass", max("g"."status") AS "status", max("g"."confidence") AS "confidence", CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) AS "left_count", CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) AS "right_count", sum("m"."amount") FILTER (WHERE ("m"."side" = 0)) AS "left_total", sum("m"."amount") FILTER (WHERE ("m"."side" = 1)) AS "right_total", CAST(NULL AS BIGINT) AS "residual", max("g"."explanation") AS "explanation"
FROM "p0_members" AS "m"
JOIN "p0_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
GROUP BY "m"."group_id") AS "g" ON ("g"."group_id" = "h"."group_id"))
UNION ALL
(SELECT '1:1' AS "kind", 'distance' AS "pass", 'matched' AS "status", sha256(concat('left:', "l"."content_hash", '
', 'right:', "r"."content_hash")) AS "hash"
FROM "p1_pairs" AS "p"
JOIN "left_classified" AS "l" ON ("l"."row_id" = "p"."l")
JOIN "right_classified" AS "r" ON ("r"."row_id" = "p"."r")
WHERE (NOT "p"."same"))
UNION ALL
(SELECT "g"."kind" AS "kind", "g"."pass" AS "pass", "g"."status" AS "status", CASE WHEN (("g"."kind" = '1:1') AND ("h"."distinct_hashes" = 1)) THEN "h"."only" ELSE "h"."joined" END AS "hash"
FROM (SELECT "group_id" AS "group_id", count(DISTINCT "hash") AS "distinct_hashes", min("hash") AS "only", sha256(string_agg("member", chr(10) ORDER BY "member")) AS "joined"
FROM ((SELECT "m"."group_id" AS "group_id", "t"."content_hash" AS "hash", concat('left:', "t"."content_hash") AS "member"
FROM "p1_members" AS "m"
JOIN "left_classified" AS "t" ON ("t"."row_id" = "m"."row_id")
WHERE ("m"."side" = 0))
UNION ALL
(SELECT "m"."group_id" AS "group_id", "t"."content_hash" AS "hash", concat('right:', "t"."content_hash") AS "member"
FROM "p1_members" AS "m"
JOIN "right_classified" AS "t" ON ("t"."row_id" = "m"."row_id")
WHERE ("m"."side" = 1))) AS "t"
GROUP BY "group_id") AS "h"
JOIN (SELECT "m"."group_id" AS "group_id", CASE WHEN bool_or("g"."net") THEN 'net' WHEN ((CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) = 1) AND (CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) = 1)) THEN '1:1' WHEN (CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) = 1) THEN '1:n' WHEN (CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) = 1) THEN 'n:1' ELSE 'n:m' END AS "kind", 'distance' AS "pass", max("g"."status") AS "status", max("g"."confidence") AS "confidence", CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) AS "left_count", CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) AS "right_count", sum("m"."amount") FILTER (WHERE ("m"."side" = 0)) AS "left_total", sum("m"."amount") FILTER (WHERE ("m"."side" = 1)) AS "right_total", CAST(NULL AS BIGINT) AS "residual", max("g"."explanation") AS "explanation"
FROM "p1_members" AS "m"
JOIN "p1_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
GROUP BY "m"."group_id") AS "g" ON ("g"."group_id" = "h"."group_id"))
UNION ALL
(SELECT '1:1' AS "kind", 'grams' AS "pass", 'matched' AS "status", sha256(concat('left:', "l"."content_hash", '
', 'right:', "r"."content_hash")) AS "hash"
FROM "p2_pairs" AS "p"
JOIN "left_classified" AS "l" ON ("l"."row_id" = "p"."l")
JOIN "right_classified" AS "r" ON ("r"."row_id" = "p"."r")
WHERE (NOT "p"."same"))
UNION ALL
(SELECT "g"."kind" AS "kind", "g"."pass" AS "pass", "g"."status" AS "status", CASE WHEN (("g"."kind" = '1:1') AND ("h"."distinct_hashes" = 1)) THEN "h"."only" ELSE "h"."joined" END AS "hash"
FROM (SELECT "group_id" AS "group_id", count(DISTINCT "hash") AS "distinct_hashes", min("hash") AS "only", sha256(string_agg("member", chr(10) ORDER BY "member")) AS "joined"
FROM ((SELECT "m"."group_id" AS "group_id", "t"."content_hash" AS "hash", concat('left:', "t"."content_hash") AS "member"
FROM "p2_members" AS "m"
JOIN "left_classified" AS "t" ON ("t"."row_id" = "m"."row_id")
WHERE ("m"."side" = 0))
UNION ALL
(SELECT "m"."group_id" AS "group_id", "t"."content_hash" AS "hash", concat('right:', "t"."content_hash") AS "member"
FROM "p2_members" AS "m"
JOIN "right_classified" AS "t" ON ("t"."row_id" = "m"."row_id")
WHERE ("m"."side" = 1))) AS "t"
GROUP BY "group_id") AS "h"
JOIN (SELECT "m"."group_id" AS "group_id", CASE WHEN bool_or("g"."net") THEN 'net' WHEN ((CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) = 1) AND (CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) = 1)) THEN '1:1' WHEN (CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) = 1) THEN '1:n' WHEN (CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) = 1) THEN 'n:1' ELSE 'n:m' END AS "kind", 'grams' AS "pass", max("g"."status") AS "status", max("g"."confidence") AS "confidence", CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) AS "left_count", CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) AS "right_count", sum("m"."amount") FILTER (WHERE ("m"."side" = 0)) AS "left_total", sum("m"."amount") FILTER (WHERE ("m"."side" = 1)) AS "right_total", CAST(NULL AS BIGINT) AS "residual", max("g"."explanation") AS "explanation"
FROM "p2_members" AS "m"
JOIN "p2_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
GROUP BY "m"."group_id") AS "g" ON ("g"."group_id" = "h"."group_id"))) AS "t"
GROUP BY "kind", "pass", "status";
(SELECT "l" AS "group_id", '1:1' AS "kind", 'tokens' AS "pass", 'matched' AS "status", CAST(NULL AS DOUBLE) AS "confidence", CAST(1 AS BIGINT) AS "left_count", CAST(1 AS BIGINT) AS "right_count", "left_amount" AS "left_total", "right_amount" AS "right_total", CAST(NULL AS BIGINT) AS "residual", 'equal ref; party similar by tokenSet of at least 0.5' AS "explanation"
FROM "p0_pairs" AS "t")
UNION ALL
(SELECT "m"."group_id" AS "group_id", CASE WHEN bool_or("g"."net") THEN 'net' WHEN ((CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) = 1) AND (CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) = 1)) THEN '1:1' WHEN (CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) = 1) THEN '1:n' WHEN (CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) = 1) THEN 'n:1' ELSE 'n:m' END AS "kind", 'tokens' AS "pass", max("g"."status") AS "status", max("g"."confidence") AS "confidence", CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) AS "left_count", CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) AS "right_count", sum("m"."amount") FILTER (WHERE ("m"."side" = 0)) AS "left_total", sum("m"."amount") FILTER (WHERE ("m"."side" = 1)) AS "right_total", CAST(NULL AS BIGINT) AS "residual", max("g"."explanation") AS "explanation"
FROM "p0_members" AS "m"
JOIN "p0_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
GROUP BY "m"."group_id")
UNION ALL
(SELECT "l" AS "group_id", '1:1' AS "kind", 'distance' AS "pass", 'matched' AS "status", CAST(NULL AS DOUBLE) AS "confidence", CAST(1 AS BIGINT) AS "left_count", CAST(1 AS BIGINT) AS "right_count", "left_amount" AS "left_total", "right_amount" AS "right_total", CAST(NULL AS BIGINT) AS "residual", 'equal ref; party similar by levenshtein of at least 0.5' AS "explanation"
FROM "p1_pairs" AS "t")
UNION ALL
(SELECT "m"."group_id" AS "group_id", CASE WHEN bool_or("g"."net") THEN 'net' WHEN ((CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) = 1) AND (CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) = 1)) THEN '1:1' WHEN (CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) = 1) THEN '1:n' WHEN (CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) = 1) THEN 'n:1' ELSE 'n:m' END AS "kind", 'distance' AS "pass", max("g"."status") AS "status", max("g"."confidence") AS "confidence", CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) AS "left_count", CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) AS "right_count", sum("m"."amount") FILTER (WHERE ("m"."side" = 0)) AS "left_total", sum("m"."amount") FILTER (WHERE ("m"."side" = 1)) AS "right_total", CAST(NULL AS BIGINT) AS "residual", max("g"."explanation") AS "explanation"
FROM "p1_members" AS "m"
JOIN "p1_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
GROUP BY "m"."group_id")
UNION ALL
(SELECT "l" AS "group_id", '1:1' AS "kind", 'grams' AS "pass", 'matched' AS "status", CAST(NULL AS DOUBLE) AS "confidence", CAST(1 AS BIGINT) AS "left_count", CAST(1 AS BIGINT) AS "right_count", "left_amount" AS "left_total", "right_amount" AS "right_total", CAST(NULL AS BIGINT) AS "residual", 'equal ref; party similar by tfidf of at least 0.2' AS "explanation"
FROM "p2_pairs" AS "t")
UNION ALL
(SELECT "m"."group_id" AS "group_id", CASE WHEN bool_or("g"."net") THEN 'net' WHEN ((CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) = 1) AND (CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) = 1)) THEN '1:1' WHEN (CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) = 1) THEN '1:n' WHEN (CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) = 1) THEN 'n:1' ELSE 'n:m' END AS "kind", 'grams' AS "pass", max("g"."status") AS "status", max("g"."confidence") AS "confidence", CAST(count(*) FILTER (WHERE ("m"."side" = 0)) AS BIGINT) AS "left_count", CAST(count(*) FILTER (WHERE ("m"."side" = 1)) AS BIGINT) AS "right_count", sum("m"."amount") FILTER (WHERE ("m"."side" = 0)) AS "left_total", sum("m"."amount") FILTER (WHERE ("m"."side" = 1)) AS "right_total", CAST(NULL AS BIGINT) AS "residual", max("g"."explanation") AS "explanation"
FROM "p2_members" AS "m"
JOIN "p2_groups" AS "g" ON ("g"."group_id" = "m"."group_id")
GROUP BY "m"."group_id");
SELECT "group_id" AS "group_id", CASE WHEN ("side" = 0) THEN 'left' ELSE 'right' END AS "side", "row_id" AS "row_id"
FROM ((SELECT "m"."group_id" AS "group_id", "m"."side" AS "side", "m"."row_id" AS "row_id"
FROM "p0_members" AS "m")
UNION ALL
(SELECT "m"."group_id" AS "group_id", "m"."side" AS "side", "m"."row_id" AS "row_id"
FROM "p1_members" AS "m")
UNION ALL
(SELECT "m"."group_id" AS "group_id", "m"."side" AS "side", "m"."row_id" AS "row_id"
FROM "p2_members" AS "m")) AS "t"
ORDER BY "group_id" ASC NULLS FIRST, "side" ASC NULLS FIRST, "row_id" ASC NULLS FIRST;
SELECT "group_id" AS "group_id", "field" AS "field", "left_value" AS "left_value", "right_value" AS "right_value", "delta" AS "delta"
FROM "differences" AS "t"
ORDER BY "group_id" ASC NULLS FIRST, "position" ASC NULLS FIRST;
SELECT "break_id" AS "break_id", "kind" AS "kind", "side" AS "side", "row_id" AS "row_id", "group_id" AS "group_id", "amount" AS "amount", "currency" AS "currency", "date" AS "date", "reason" AS "reason", "nearest" AS "nearest", "failed" AS "failed"
FROM ((SELECT ((4 * "b"."row_id") + 0) AS "break_id", CASE WHEN ("b"."outcome" = 0) THEN 'matched' WHEN ("b"."outcome" = 1) THEN 'differs' WHEN ("b"."outcome" = 2) THEN 'suggested' WHEN ("b"."outcome" = 3) THEN 'unmatched' WHEN ("b"."outcome" = 4) THEN 'duplicate' WHEN ("b"."outcome" = 5) THEN 'excluded' WHEN ("b"."outcome" = 6) THEN 'rejected' END AS "kind", 'left' AS "side", "b"."row_id" AS "row_id", CAST(NULL AS BIGINT) AS "group_id", "b"."amount" AS "amount", "b"."currency" AS "currency", "b"."date" AS "date", "b"."reason" AS "reason", "n"."nearest" AS "nearest", "n"."failed" AS "failed"
FROM (SELECT "row_id" AS "row_id", "outcome" AS "outcome", "group_id" AS "group_id", "reason" AS "reason", CAST(NULL AS VARCHAR) AS "amount", CAST(NULL AS VARCHAR) AS "currency", CAST(NULL AS VARCHAR) AS "date"
FROM "left_classified" AS "t"
WHERE ("outcome" IN (3, 4))) AS "b"
LEFT JOIN "left_nearest" AS "n" ON ("n"."row_id" = "b"."row_id"))
UNION ALL
(SELECT ((4 * "b"."row_id") + 1) AS "break_id", CASE WHEN ("b"."outcome" = 0) THEN 'matched' WHEN ("b"."outcome" = 1) THEN 'differs' WHEN ("b"."outcome" = 2) THEN 'suggested' WHEN ("b"."outcome" = 3) THEN 'unmatched' WHEN ("b"."outcome" = 4) THEN 'duplicate' WHEN ("b"."outcome" = 5) THEN 'excluded' WHEN ("b"."outcome" = 6) THEN 'rejected' END AS "kind", 'right' AS "side", "b"."row_id" AS "row_id", CAST(NULL AS BIGINT) AS "group_id", "b"."amount" AS "amount", "b"."currency" AS "currency", "b"."date" AS "date", "b"."reason" AS "reason", "n"."nearest" AS "nearest", "n"."failed" AS "failed"
FROM (SELECT "row_id" AS "row_id", "outcome" AS "outcome", "group_id" AS "group_id", "reason" AS "reason", CAST(NULL AS VARCHAR) AS "amount", CAST(NULL AS VARCHAR) AS "currency", CAST(NULL AS VARCHAR) AS "date"
FROM "right_classified" AS "t"
WHERE ("outcome" IN (3, 4))) AS "b"
LEFT JOIN "right_nearest" AS "n" ON ("n"."row_id" = "b"."row_id"))
UNION ALL
(SELECT ((4 * "b"."group_id") + 2) AS "break_id", CASE WHEN ("b"."outcome" = 0) THEN 'matched' WHEN ("b"."outcome" = 1) THEN 'differs' WHEN ("b"."outcome" = 2) THEN 'suggested' WHEN ("b"."outcome" = 3) THEN 'unmatched' WHEN ("b"."outcome" = 4) THEN 'duplicate' WHEN ("b"."outcome" = 5) THEN 'excluded' WHEN ("b"."outcome" = 6) THEN 'rejected' END AS "kind", CAST(NULL AS VARCHAR) AS "side", CAST(NULL AS BIGINT) AS "row_id", "b"."group_id" AS "group_id", "b"."amount" AS "amount", "b"."currency" AS "currency", "b"."date" AS "date", "b"."reason" AS "reason", CAST(NULL AS BIGINT) AS "nearest", CAST(NULL AS VARCHAR) AS "failed"
FROM (SELECT "row_id" AS "row_id", "outcome" AS "outcome", "group_id" AS "group_id", "reason" AS "reason", CAST(NULL AS VARCHAR) AS "amount", CAST(NULL AS VARCHAR) AS "currency", CAST(NULL AS VARCHAR) AS "date"
FROM "left_classified" AS "t"
WHERE ("outcome" IN (1, 2))) AS "b"
CROSS JOIN (SELECT count(*) AS "rows"
FROM "left" AS "t") AS "z"
WHERE ("b"."group_id" = "b"."row_id"))
UNION ALL
(SELECT ((4 * "b"."group_id") + 2) AS "break_id", CASE WHEN ("b"."outcome" = 0) THEN 'matched' WHEN ("b"."outcome" = 1) THEN 'differs' WHEN ("b"."outcome" = 2) THEN 'suggested' WHEN ("b"."outcome" = 3) THEN 'unmatched' WHEN ("b"."outcome" = 4) THEN 'duplicate' WHEN ("b"."outcome" = 5) THEN 'excluded' WHEN ("b"."outcome" = 6) THEN 'rejected' END AS "kind", CAST(NULL AS VARCHAR) AS "side", CAST(NULL AS BIGINT) AS "row_id", "b"."group_id" AS "group_id", "b"."amount" AS "amount", "b"."currency" AS "currency", "b"."date" AS "date", "b"."reason" AS "reason", CAST(NULL AS BIGINT) AS "nearest", CAST(NULL AS VARCHAR) AS "failed"
FROM (SELECT "row_id" AS "row_id", "outcome" AS "outcome", "group_id" AS "group_id", "reason" AS "reason", CAST(NULL AS VARCHAR) AS "amount", CAST(NULL AS VARCHAR) AS "currency", CAST(NULL AS VARCHAR) AS "date"
FROM "right_classified" AS "t"
WHERE ("outcome" IN (1, 2))) AS "b"
CROSS JOIN (SELECT count(*) AS "rows"
FROM "left" AS "t") AS "z"
WHERE ("b"."group_id" = ("b"."row_id" + "z"."rows")))) AS "t"
ORDER BY "break_id" ASC NULLS FIRST;
