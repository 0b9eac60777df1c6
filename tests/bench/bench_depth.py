"""How the cost of an epoch grows with depth, width and points: `python3 py bench --depth`.

In Pyodide under Node, whose V8 is often older than the browser's; the last table is the
forward pass that a picture needs, by `Network.forward` and by `FixedInputForward`.
"""

import places
from depth_times import LAYERS, PICTURE, POINTS, UNITS, WAYS


def row(layers, seconds):
    """Return a line of the table: milliseconds for each width and number of points."""
    return f"{layers:6}" + "".join(f"{1e3 * second:9.3f}" for second in seconds)


def main():
    with places.node() as place:
        if place is None:
            print("There is no Node.")
            return
        print(f"WebAssembly: {place.name}")
        found = place.python("depth_in_pyodide.py")
    times = {tuple(key): seconds for *key, seconds in found["epochs"]}
    columns = [(units, n) for n in POINTS for units in UNITS]
    for way in WAYS:
        print(f"\nms per epoch, {way}\nlayers" + "".join(f"{f'{u}×{n}':>9}" for u, n in columns))
        for layers in LAYERS:
            print(row(layers, [times[way, layers, *column] for column in columns]))
    print(f"\nms for {PICTURE}×{PICTURE} places\nlayers of   forward     fast")
    for layers, units, slow, fast in found["pictures"]:
        print(f"{layers:6} {units:2}" + row("", [slow, fast])[3:])


if __name__ == "__main__":
    main()
