"""The worker's side of the canvas: the layers of a picture, laid over each other.

The page hands its canvas to the worker, so pixels never cross from one thread to the other.
"""

from js import ImageData, OffscreenCanvas


class Screen:
    """Paints pictures on a canvas.

    Parameters
    ----------
    canvas : OffscreenCanvas
        The canvas that the page gave away.
    """

    def __init__(self, canvas):
        self._canvas = canvas
        self._context = canvas.getContext("2d")
        self._surface, self._boundary, self._frame = _Layer(), _Layer(), _Layer()

    def show_frame(self, picture):
        """Take over points and axes; to be called when the data or the size have changed."""
        self._frame.put(picture.frame())
        self._box = picture.axes_box()

    def paint(self, picture):
        """Show what the network of *picture* has learned, under the frame taken over before."""
        self._surface.put(picture.surface())
        self._boundary.put(picture.boundary())
        width, height = self._frame.size
        if (self._canvas.width, self._canvas.height) != (width, height):
            self._canvas.width, self._canvas.height = width, height
        context = self._context
        context.clearRect(0, 0, width, height)
        context.imageSmoothingQuality = "high"
        # The outermost nodes lie on the edge of the plane: leave out half of their pixels.
        nodes = self._surface.size[0]
        context.drawImage(self._surface.canvas, 0.5, 0.5, nodes - 1, nodes - 1, *self._box)
        context.drawImage(self._boundary.canvas, 0, 0)
        context.drawImage(self._frame.canvas, 0, 0)


class _Layer:
    """A canvas that is never shown, filled from an array of pixels."""

    def __init__(self):
        self.size = (0, 0)

    def put(self, pixels):
        """Copy *pixels*, (height, width, 4) uint8, row 0 at the top."""
        height, width, _ = pixels.shape
        if self.size != (width, height):
            self.size = (width, height)
            self.canvas = OffscreenCanvas.new(width, height)
            self._context = self.canvas.getContext("2d")
            self._image = ImageData.new(width, height)
        # Flat: an array of several dimensions would arrive as nested arrays, 300 times slower.
        self._image.data.assign(pixels.reshape(-1))
        self._context.putImageData(self._image, 0, 0)
