"""What the reader has chosen: the values that are in force, and what could not be used.

They live here, not in the form, which shows the nearest that it can. Nothing here knows of a
browser.
"""

from playground.settings.link import read_link
from playground.settings.table import CUSTOM
from playground.settings.values import defaults, take


class Choices:
    """The values of the settings.

    Parameters
    ----------
    storage : PointStorage
        Which has the latest points of the reader's own.

    Attributes
    ----------
    values : dict
        A value for every setting.
    problems : list of Problem
        What was wrong with the last choice.
    change : int
        Counts what the reader has chosen or opened, and each beginning: a picture says of which
        it is.
    """

    def __init__(self, storage):
        self._storage = storage
        self.values = defaults()
        self.problems = []
        self.change = 0

    def take(self, named):
        """Take over the texts of the settings *named*; tell whether that has changed a value."""
        before = self.values
        self._replace(*take(self.values, named))
        is_new = self.values != before
        self.change += is_new
        return is_new

    def open(self, fragment):
        """Take over an address, also what is there already; return all it says, as a `Link`."""
        link = read_link(fragment)
        self._replace(link.values, link.problems)
        self.begin_anew()
        return link

    def begin_anew(self):
        """Tell the pictures that come from those that are on their way, whatever has changed."""
        self.change += 1

    def _replace(self, values, problems):
        self.problems = problems
        if values["shape"] == CUSTOM and self.values["shape"] != CUSTOM and not values["points"]:
            # Own points come back with their shape.
            values["points"], values["names"] = self._storage.latest()
        if values["points"]:
            self._storage.note(values["points"], values["names"])
        self.values = values
