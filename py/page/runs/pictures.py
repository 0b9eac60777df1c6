"""Small copies of the picture on the screen (MicroPython)."""

from pyscript import document

THUMBNAIL, LARGE = 64, 240  # pixels across
MAX_THUMBNAIL = 4096  # characters: beyond, it is kept with small losses
QUALITY = 0.85


def thumbnail():
    """Return the picture as it is now, very small, as an address."""
    exact = _copy(THUMBNAIL).toDataURL("image/png")
    return exact if len(exact) <= MAX_THUMBNAIL else _lossy(THUMBNAIL)


def large():
    """Return the picture as it is now, large enough to be compared, as an address."""
    return _lossy(LARGE)


def _lossy(side):
    return _copy(side).toDataURL("image/jpeg", QUALITY)


def _copy(side):
    canvas = document.createElement("canvas")
    canvas.width = canvas.height = side
    context = canvas.getContext("2d")
    context.imageSmoothingQuality = "high"
    context.drawImage(document.querySelector("#boundary"), 0, 0, side, side)
    return canvas
