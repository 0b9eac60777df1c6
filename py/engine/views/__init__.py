"""The views beside the listing: gradient check, hidden space, loss surface; and the health.

None of them is imported before a reader opens one, and each computes only while it is open.
"""
