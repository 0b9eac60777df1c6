"""What an address says to a frame, which is no setting (MicroPython)."""

FRAME_KEYS = (
    "embed", "show", "hide", "lock", "theme", "autorun", "lang",
    "title", "note", "goal_test_loss", "goal_accuracy", "goal_units", "goal_epochs",
)


def without_frame(fragment):
    """Return the parts of an address that say settings, and those that say something to a frame.

    Both are joined by ``&`` as in the address.
    """
    parts = fragment.split("#", 1)[0].replace("&amp;", "&").split("&")
    own = [part for part in parts if part.partition("=")[0] not in FRAME_KEYS]
    return "&".join(own), "&".join([part for part in parts if part not in own])


def frame_values(fragment):
    """Return what an address says to a frame, a dict of texts by their names."""
    pairs = [part.partition("=") for part in fragment.split("&")]
    return {name: text for name, _, text in pairs if name in FRAME_KEYS}
