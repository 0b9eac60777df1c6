"""Print what `depth_times.measure` finds, as JSON on the last line; runs in Pyodide."""

import json
import sys

import pyodide_js

await pyodide_js.loadPackage("numpy")  # noqa: F704  (Pyodide allows it)
sys.path[:0] = ["/py", "/bench"]

import depth_times  # noqa: E402  (NumPy had to be there first)

print(json.dumps(depth_times.measure()))
