"""Python runs this when it starts, before any other code: let it read less."""

import sys

import changes
import later
import lighten
import ondemand

sys.meta_path.insert(0, later.Finder(lighten.PUT_OFF, changes.CHANGES))
ondemand.install()
