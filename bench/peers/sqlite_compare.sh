#!/bin/sh
# sqlite3: import both files into tables with a key, then ask.
sqlite3 :memory: <<SQL
.mode csv
CREATE TABLE old (id TEXT PRIMARY KEY, customer, amount, currency, booked, description, reference, status, account) WITHOUT ROWID;
CREATE TABLE new (id TEXT PRIMARY KEY, customer, amount, currency, booked, description, reference, status, account) WITHOUT ROWID;
.import --skip 1 "$1" old
.import --skip 1 "$2" new
.mode list
SELECT json_object(
  'matched', (SELECT count(*) FROM old JOIN new USING (id) WHERE (old.customer, old.amount, old.currency, old.booked, old.description, old.reference, old.status, old.account) IS (new.customer, new.amount, new.currency, new.booked, new.description, new.reference, new.status, new.account)),
  'changed', (SELECT count(*) FROM old JOIN new USING (id) WHERE (old.customer, old.amount, old.currency, old.booked, old.description, old.reference, old.status, old.account) IS NOT (new.customer, new.amount, new.currency, new.booked, new.description, new.reference, new.status, new.account)),
  'onlyLeft', (SELECT count(*) FROM old WHERE id NOT IN (SELECT id FROM new)),
  'onlyRight', (SELECT count(*) FROM new WHERE id NOT IN (SELECT id FROM old)));
SQL
