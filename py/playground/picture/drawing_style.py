"""How thick, how large, how far: what every painter of the chart and of the network goes by.

Lengths are in CSS pixels.
"""

# ---- The chart: the curve up to the epoch shown, and what was trained beyond it
PAST, FUTURE = 2, 1.2
PLAYHEAD, RULE = 1.5, 1
# Of the test's curve, as the page's own legend has it: dashes and gaps.
DASHES = (5, 3)
# Radius of the knob, and the edge around it; how far the playhead stands out above the axes.
KNOB, KNOB_EDGE, ABOVE = 5.5, 2, 7
# From the axes to their numbers, and how long the ticks of the time are.
AWAY, BELOW, TICK = 9, 6, 4
# Of the ground around the name of a curve, which a rule may cross.
NAME_EDGE = 4

# ---- The network: of a bias as a bar beside its unit, how wide, and how far from the picture; and
# the least that is seen of it.
BAR, BESIDE, LEAST = 3, 1, 1.5
