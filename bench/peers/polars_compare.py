"""Polars: lazy scans, full join, compare the value columns."""
import json
import sys

import polars as pl

old, new = (pl.scan_csv(path) for path in sys.argv[1:3])
values = [name for name in old.collect_schema().names() if name != "id"]
joined = old.join(new, on="id", how="full", suffix="_new")
both = pl.col("id").is_not_null() & pl.col("id_new").is_not_null()
differs = pl.any_horizontal([pl.col(name).ne_missing(pl.col(f"{name}_new")) for name in values])
counts = joined.select(
    matched=(both & ~differs).sum(), changed=(both & differs).sum(),
    onlyLeft=pl.col("id_new").is_null().sum(), onlyRight=pl.col("id").is_null().sum(),
).collect()
print(json.dumps(counts.row(0, named=True)))
