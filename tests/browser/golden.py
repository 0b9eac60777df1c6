"""Golden pictures: what the page's canvas is to show, small and of few colours."""

import pathlib

import numpy as np
from PIL import Image

FOLDER = pathlib.Path(__file__).parent / "golden"
SIDE, COLORS = 144, 128
# Few colours are 0.004 away on average, and other machines' letters and edges a little; another
# colour of a class's ground, or points elsewhere, are far beyond either.
MEAN = 0.008  # of all differences, 0 to 1
FAR, FAR_SHARE = 0.15, 0.01  # of a pixel, and how many such there may be


def thumbnail(pixels):
    """Return *pixels*, (height, width, 4) in [0, 1], as a small picture."""
    image = Image.fromarray(np.round(255 * pixels[..., :3]).astype(np.uint8))
    return image.resize((SIDE, SIDE), Image.Resampling.BOX)


def kept(name):
    """Return the golden picture of that name."""
    with Image.open(FOLDER / f"{name}.png") as image:
        return image.convert("RGB")


def renew(name, image):
    """Make *image* the golden picture of that name."""
    FOLDER.mkdir(exist_ok=True)
    few = image.quantize(COLORS, kmeans=4, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True)


def apart(one, other):
    """Return how far two pictures are apart on average, and the share of pixels that are far."""
    differences = np.abs(np.asarray(one, float) - np.asarray(other, float)) / 255
    return float(differences.mean()), float((differences.max(axis=2) > FAR).mean())


def are_alike(one, other):
    """Tell whether two pictures are the same within the tolerance."""
    mean, share = apart(one, other)
    return mean <= MEAN and share <= FAR_SHARE
