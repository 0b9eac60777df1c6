"""The worker's side of a canvas: layers of pixels, laid over each other.

The page hands its canvases to the worker, so pixels never cross from one thread to the other.
"""

from js import ImageData, OffscreenCanvas


class CanvasLayer:
    """A canvas that is never shown itself.

    Parameters
    ----------
    width, height : int
        In device pixels.

    Attributes
    ----------
    canvas : OffscreenCanvas
        To be drawn on another.
    context : OffscreenCanvasRenderingContext2D
        To draw on it.
    """

    def __init__(self, width, height):
        self.size = (width, height)
        self.canvas = OffscreenCanvas.new(width, height)
        self.context = self.canvas.getContext("2d")
        self._image = None

    def fill(self, pixels):
        """Fill it with *pixels*: (height, width, 4) uint8, row 0 at the top."""
        if self._image is None:
            self._image = ImageData.new(*self.size)
        # Flat: an array of several dimensions would arrive as nested arrays, 300 times slower.
        self._image.data.assign(pixels.reshape(-1))
        self.context.putImageData(self._image, 0, 0)


class Screen:
    """A canvas that shows layers.

    Parameters
    ----------
    canvas : OffscreenCanvas
        The canvas that the page gave away.

    Attributes
    ----------
    context : OffscreenCanvasRenderingContext2D
        To draw on it.
    """

    def __init__(self, canvas):
        self._canvas = canvas
        self.context = canvas.getContext("2d")
        self._layers = {}

    def put(self, name, pixels):
        """Fill the layer *name* with *pixels*: (height, width, 4) uint8, row 0 at the top."""
        height, width, _ = pixels.shape
        layer = self._layers.get(name)
        if layer is None or layer.size != (width, height):
            layer = self._layers[name] = CanvasLayer(width, height)
        layer.fill(pixels)

    def show(self, *names, grid=None):
        """Show the layers *names*, all of one size, from bottom to top.

        Parameters
        ----------
        *names : str
            Layers that were put before.
        grid : str, optional
            A layer to lay under them, one pixel for each node of a grid.
        """
        width, height = self._layers[names[0]].size
        clear(self._canvas, width, height)
        if grid:
            stretch(self.context, self._layers[grid], width)
        self.add(*names)

    def add(self, *names):
        """Lay further layers over what is shown."""
        for name in names:
            self.context.drawImage(self._layers[name].canvas, 0, 0)


def clear(canvas, width, height):
    """Give *canvas* this size, if it has another, and clear it."""
    if (canvas.width, canvas.height) != (width, height):
        canvas.width, canvas.height = width, height
    canvas.getContext("2d").clearRect(0, 0, width, height)


def stretch(context, grid, pixels):
    """Stretch the layer *grid*, one pixel for each node, over a square of so many *pixels*."""
    # The outermost nodes lie on the edge of the square: leave out half of their pixels.
    steps = grid.size[0] - 1
    # The nearest to matplotlib's bilinear interpolation, and cheaper than the highest; the lowest
    # rounds so much that one can measure it.
    context.imageSmoothingQuality = "medium"
    context.drawImage(grid.canvas, 0.5, 0.5, steps, steps, 0, 0, pixels, pixels)
