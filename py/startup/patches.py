"""What lazy_modules.py changes in other modules: functions that do needless work at the start.

Each gives the same result as the one it replaces. A function here is given the module that it
changes when that has just been read.
"""


def inverse(matrix):
    """Return the inverse of a small *matrix*, in every bit what `numpy.linalg.inv` returns.

    It takes LAPACK's steps in LAPACK's order, without LAPACK.
    """
    import numpy as np

    rows, size = matrix.tolist(), len(matrix)
    result = [[float(i == j) for j in range(size)] for i in range(size)]
    for k in range(size):
        pivot = max(range(k, size), key=lambda i: abs(rows[i][k]))
        rows[k], rows[pivot] = rows[pivot], rows[k]
        result[k], result[pivot] = result[pivot], result[k]
        if not 1e-300 < abs(rows[k][k]) < 1e300:
            return np.linalg.inv(matrix)  # it knows what to do about such a matrix
        reciprocal = 1 / rows[k][k]
        for i in range(k + 1, size):
            rows[i][k] *= reciprocal
            for j in range(k + 1, size):
                rows[i][j] -= rows[i][k] * rows[k][j]
    for column in range(size):
        for k in range(size):
            for i in range(k + 1, size):
                result[i][column] -= result[k][column] * rows[i][k]
        for k in reversed(range(size)):
            result[k][column] /= rows[k][k]
            for i in range(k):
                result[i][column] -= result[k][column] * rows[i][k]
    return np.array(result)


def transforms(module):
    """Let matplotlib invert its 3 x 3 matrices without a library for linear algebra."""
    module.inv = inverse


def bezier(module):
    """Find where a curve turns by the formula for quadratic equations, not by eigenvalues."""
    import numpy as np

    general = module.BezierSegment.axis_aligned_extrema

    def axis_aligned_extrema(self):
        if not 2 <= self.degree <= 3:
            return general(self)
        slopes = self.polynomial_coefficients[1:] * np.arange(1, self.degree + 1)[:, None]
        found = [
            (dimension, t)
            for dimension, slope in enumerate(slopes.T.tolist())
            for t in real_roots(*slope)
            if 0 <= t <= 1
        ]
        dimensions, times = np.array(found).reshape(-1, 2).T
        return dimensions, times

    module.BezierSegment.axis_aligned_extrema = axis_aligned_extrema


def real_roots(c, b, a=0.0):
    """Return the real numbers t for which a t² + b t + c is 0; none if all are."""
    if a == 0:
        return [-c / b] if b else []
    discriminant = b * b - 4 * a * c
    if discriminant < 0:
        return []
    # Of the two roots this one is free of cancellation; the other follows from it.
    q = -(b + (discriminant**0.5 if b > 0 else -(discriminant**0.5))) / 2
    return [q / a, c / q] if q else [0.0]


def contourpy(module):
    """Look for masked values only where there can be some."""
    import numpy as np

    search = module._remove_z_mask

    def remove_z_mask(z):
        if type(z) is np.ndarray and z.dtype == np.float64 and np.isfinite(z).all():
            return z, None
        return search(z)

    module._remove_z_mask = remove_z_mask


def artist(module):
    """Compose no documentation of every artist's `set` method."""
    module.Artist._update_set_signature_and_docstring = classmethod(lambda cls: None)
    module.kwdoc = lambda artist: ""


def rcsetup(module):
    """Accept the plain font names of matplotlib's own settings without parsing them."""
    import re

    parse = module.parse_fontconfig_pattern
    is_plain = re.compile("[a-z]+(:italic|:bold)*").fullmatch
    module.parse_fontconfig_pattern = lambda text: None if is_plain(text) else parse(text)


def units(module):
    """Read how matplotlib draws dates when it is given one."""

    class Registry(module.Registry):
        def __missing__(self, kind):
            if kind.__name__ in ("date", "datetime", "datetime64"):
                from matplotlib import dates

                import lazy_modules

                lazy_modules.read(dates)  # it registers its converters
            if kind not in self:
                raise KeyError(kind)
            return self[kind]

    module.registry.__class__ = Registry


def image(module):
    """Let PIL know PNG files as soon as it is read: it counts on the import, which is put off."""
    from PIL import PngImagePlugin

    import lazy_modules

    lazy_modules.read(PngImagePlugin)


CHANGES = {
    "PIL.Image": image,
    "contourpy": contourpy,
    "matplotlib.artist": artist,
    "matplotlib.bezier": bezier,
    "matplotlib.rcsetup": rcsetup,
    "matplotlib.transforms": transforms,
    "matplotlib.units": units,
}
