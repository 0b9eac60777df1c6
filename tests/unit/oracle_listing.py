"""The article's two-layer network, written out as in its Listing 1: no loop, no layers.

The tests hold ``playground.network`` against it, number by number. It shares no code with
the package and exists only for that; the lines of `backward` and `update` are the
article's, with ``self.weights_1`` shortened to ``weights_1``.
"""

import numpy as np


def sigmoid(z):
    """Return 1 / (1 + e^-z), as e^z / (1 + e^z) where z is negative."""
    e = np.exp(-np.abs(z))
    numerator = e.copy()
    numerator[z >= 0] = 1
    return numerator / (1 + e)


def forward(X_train, weights_1, bias_1, weights_2, bias_2):
    """Return z1, a1 of shape (h, n) and z2, a2 of shape (1, n)."""
    z1 = np.dot(weights_1, X_train) + bias_1
    a1 = np.tanh(z1)
    z2 = np.dot(weights_2, a1) + bias_2
    a2 = sigmoid(z2)
    return z1, a1, z2, a2


def backward(X_train, y_train, a1, a2, weights_2):
    """Return dw1 (h, 2), db1 (h, 1), dw2 (1, h) and db2, a number."""
    n_samples = X_train.shape[1]
    dz2 = a2 - y_train
    dw2 = (1 / n_samples) * np.dot(dz2, a1.T)
    db2 = (1 / n_samples) * np.sum(dz2)
    dz1 = np.multiply(np.dot(weights_2.T, dz2), 1 - np.power(a1, 2))
    dw1 = (1 / n_samples) * np.dot(dz1, X_train.T)
    db1 = (1 / n_samples) * np.sum(dz1, axis=1, keepdims=True)
    return dw1, db1, dw2, db2


def train(X_train, y_train, weights_1, bias_1, weights_2, bias_2, epochs, learning_rate):
    """Return the four parameters after some epochs of full-batch gradient descent."""
    for _ in range(epochs):
        _, a1, _, a2 = forward(X_train, weights_1, bias_1, weights_2, bias_2)
        dw1, db1, dw2, db2 = backward(X_train, y_train, a1, a2, weights_2)
        weights_1 = weights_1 - learning_rate * dw1
        bias_1 = bias_1 - learning_rate * db1
        weights_2 = weights_2 - learning_rate * dw2
        bias_2 = bias_2 - learning_rate * db2
    return weights_1, bias_1, weights_2, bias_2
