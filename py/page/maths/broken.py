"""Lines that a mistake on purpose breaks: as formulas, in which what is wrong is struck out.

Runs in MicroPython. What stands between two ``~`` is struck out; see `page.maths.formula`.
"""

from playground.settings.mistakes import BROKEN


def mistake_in(letters, is_last, text, values):
    """Return the `BrokenLine` that the settings make of a line, or None.

    Parameters
    ----------
    letters : str
        Of the array that it makes, as "dW".
    is_last : bool
        Whether that belongs to the last layer.
    text : str
        The line in Python, as it is right.
    values : dict
        Settings by name.
    """
    mistake = BROKEN.get(values["mistake"])
    if not mistake or letters not in mistake.arrays or mistake.right not in text:
        return None
    changes_nothing = mistake.name == "no_derivative" and values["activation"] == "linear"
    is_elsewhere = mistake.is_last_only and not is_last
    return None if changes_nothing or is_elsewhere else mistake


def struck_out(mistake, formula):
    """Return a *formula* as a `BrokenLine` makes it."""
    if mistake.name == "no_mean":
        return formula.replace("1/n", "~1/n~")
    if mistake.name == "doubled":
        return formula.replace("1/n", "~1/n~ 2/n")
    if mistake.name == "no_derivative":
        product, _, slope = formula.partition(" ⊙ ")
        return f"{product} ~⊙ {slope}~"
    if mistake.name == "no_transpose":
        factors, right = formula.rsplit(" ", 1)
        return f"{factors} ~{right}~ {right[:-2]}"
    return formula  # of the sum alone: only its shape is another one


def made_by(mistake, made_of):
    """Return the shapes of the factors, *made_of*, as a `BrokenLine` has them."""
    if mistake.name == "no_derivative":
        return made_of.partition(" ⊙ ")[0]
    if mistake.name == "no_transpose":
        left, right = made_of[:-1].split(")(")
        rows, columns = right.split(", ")
        return f"{left})({columns}, {rows})"
    return made_of


def shape_of(mistake, shape):
    """Write the *shape* that a `BrokenLine`, or None, gives its array."""
    if mistake and mistake.name == "no_keepdims":
        return f"({shape[0]},)"
    return f"({shape[0]}, {shape[1]})"
