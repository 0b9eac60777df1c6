"""The address that opens a run again (MicroPython)."""

from page.share.link import TOO_LARGE, SharedLink
from playground.settings.link import write_whole
from playground.settings.table import BY_NAME

MAX_CHARACTERS = 20000  # more own points than so are not kept with every row
# What was open beside the picture is not part of the run.
NOT_OF_RUN = ("tab", "inside")


def link_to_now(page):
    """Return what follows # in an address of what is seen now; "" where there can be none."""
    link = SharedLink(page)
    link.make()
    if link.refusal == TOO_LARGE:
        return ""
    extras = {name: link.extras[name] for name in link.extras if name not in NOT_OF_RUN}
    return _if_short(write_whole(_as_trained(page), **extras))


def link_to(values):
    """Return what follows # in an address that trains with *values*; "" where there can be none."""
    return _if_short(write_whole(values))


def _as_trained(page):
    """Return the settings, with as many epochs as the reader has let it train."""
    values, allowed = page.choices.values, BY_NAME["epochs"].allowed
    epochs = max(values["epochs"], page.newest_picture["epoch"])
    return dict(values, epochs=min(epochs, allowed.high))


def _if_short(fragment):
    return fragment if len(fragment) <= MAX_CHARACTERS else ""
