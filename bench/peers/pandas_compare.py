"""pandas: read both files, outer merge with indicator, compare the value columns."""
import json
import sys

import pandas as pd

old, new = (pd.read_csv(path) for path in sys.argv[1:3])
merged = old.merge(new, on="id", how="outer", suffixes=("_old", "_new"), indicator=True)
both = merged[merged["_merge"] == "both"]
values = [name for name in old.columns if name != "id"]
differs = pd.Series(False, index=both.index)
for name in values:
    left, right = both[f"{name}_old"], both[f"{name}_new"]
    differs |= (left != right) & ~(left.isna() & right.isna())
changed = both[differs]
print(json.dumps({
    "matched": int(len(both) - len(changed)), "changed": int(len(changed)),
    "onlyLeft": int((merged["_merge"] == "left_only").sum()), "onlyRight": int((merged["_merge"] == "right_only").sum()),
}))
