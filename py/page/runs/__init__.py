"""Your runs: every training that has ended, as a row that can be compared and opened again."""
