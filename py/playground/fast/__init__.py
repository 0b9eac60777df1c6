"""The same training and forward pass without waste, for a page that trains while one watches.

``trainer`` and ``forward`` are for others to use; they are put together from ``kernels``
(activations, outputs, products), ``optimizer_kernels`` and ``penalty_kernels``.
"""
