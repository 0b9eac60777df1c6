"""Whether a training that stands still has come to the end of its way.

Where the gradient is nearly zero there may be a minimum of the loss, or a saddle: from there a
way leads down, but so flat at first that the descent seems to stand still before it takes it.
What tells them apart is how the loss is bent: the Hessian, the matrix of its second derivatives.
See Goodfellow, Bengio & Courville, "Deep Learning" (2016), section 4.3.1.
"""

from collections.abc import Callable

import numpy as np

from playground.checks import Array

# Derivatives below this are nearly zero.
FLAT = 1e-5
# A direction that is bent down by no more than this will not be left in 10,000 epochs.
BENT = 1e-6
# Half of the distance between two gradients whose difference gives the second derivatives.
DISTANCE = 1e-5
# Of more parameters the Hessian takes too long.
MAX_PARAMETERS = 200


def is_minimum(theta: Array, gradient: Callable[[Array], Array]) -> bool:
    """Tell whether it is certain that no way leads down from here.

    Parameters
    ----------
    theta : ndarray of shape (p,)
        The parameters.
    gradient : callable
        ``gradient(theta)`` returns the derivatives of the loss, (p,); at an edge, as an L1
        penalty has one at 0, the slope that is nearest to 0.

    Returns
    -------
    bool
        False also where there are too many parameters to find out.
    """
    if theta.size > MAX_PARAMETERS:
        return False
    if np.abs(gradient(theta)).max() > FLAT:
        return False
    return is_positive_definite(hessian(theta, gradient) + BENT * np.eye(theta.size))


def hessian(theta: Array, gradient: Callable[[Array], Array]) -> Array:
    """Return the second derivatives of a loss, (p, p), from differences of its *gradient*."""
    rows = [
        (gradient(theta + shift) - gradient(theta - shift)) / (2 * DISTANCE)
        for shift in DISTANCE * np.eye(theta.size)
    ]
    H = np.array(rows)
    return (H + H.T) / 2  # as it is but for the error of the differences


def is_positive_definite(H: Array) -> bool:
    """Tell whether x·Hx > 0 for every x but 0, for a symmetric *H*.

    That is so if elimination, as Gauss does it, leaves nothing but positive pivots.
    """
    H = H.copy()
    for k in range(len(H)):
        if not H[k, k] > 0:
            return False
        H[k + 1 :, k + 1 :] -= np.outer(H[k + 1 :, k], H[k, k + 1 :]) / H[k, k]
    return True
