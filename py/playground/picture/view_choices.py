"""What the settings say of the view, by the names of a painter's parameters."""

from typing import Any

from playground.session.session import Session
from playground.settings.values import names_in


def of_data(session: Session) -> dict[str, Any]:
    """Return how to place the points of a *session*, for `Painter.show_data`."""
    values = session.values
    return {
        "draw_test": values["test_points"] == "on",
        "limits": session.dataset.limits,
        "names": names_in(values)[:2],
        "scale": session.dataset.scale,
    }


def of_network(session: Session) -> dict[str, Any]:
    """Return how to show the network of a *session*, for `Painter.show_network`."""
    values = session.values
    return {
        "surface": values["surface"],
        "unit_lines": values["unit_lines"] == "on",
        "mistakes": values["mistakes"] == "on",
    }
