"""What matplotlib's picture and the browser's sketch have in common: they paint a plane."""

from playground.picture.plane import Plane


class Painter:
    """Whatever paints a plane: what it is told to show, it tells its `plane`, and then draws it."""

    plane: Plane

    def show_data(self, *data, **options) -> None:
        """Place the points, and the axes around them; as `Plane.show_data`."""
        self.plane.show_data(*data, **options)
        self.draw_data()

    def show_network(self, network, *view, **options) -> None:
        """Show the opinion of *network*, or of one of its units; as `Plane.show_network`."""
        self.plane.show_network(network, *view, **options)
        self.draw_network()
