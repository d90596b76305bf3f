"""DataComPy on pandas frames, as its documentation shows it."""
import json
import sys

import datacompy
import pandas as pd

old, new = (pd.read_csv(path) for path in sys.argv[1:3])
compare = (getattr(datacompy, "PandasCompare", None) or datacompy.Compare)(old, new, join_columns="id")
equal = int(compare.count_matching_rows())
print(json.dumps({
    "matched": equal, "changed": int(len(compare.intersect_rows) - equal),
    "onlyLeft": int(len(compare.df1_unq_rows)), "onlyRight": int(len(compare.df2_unq_rows)),
}))
