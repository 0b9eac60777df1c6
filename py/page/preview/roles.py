"""Which column of a table is what, and how that changes: no document needed (both Pythons).

Choices are a dict as in `messages.CHOICES`.
"""

from messages import REST

ROLES = ("x1", "x2", "label")
ALL_OTHERS = "all others"
MAX_WORD = 40  # characters of a name in a sentence


def role_of(column, choices):
    """Return the role of a *column*, or "" if it is left out."""
    for role in ROLES:
        if choices[role] == column:
            return role
    return ""


def with_role(choices, role, column):
    """Return the choices in which *column* has this *role*; who had it takes over what is free."""
    chosen = dict(choices)
    before = role_of(column, choices)
    if before:
        chosen[before] = choices[role]
    chosen[role] = column
    if chosen["label"] != choices["label"]:
        chosen["zero"] = chosen["one"] = ""  # of other labels
    return chosen


def next_role(column, columns, choices):
    """Return the role that a press on the name of a *column* gives it.

    One of words can only be the label, and is not driven away. One of numbers becomes x₁, then x₂,
    then the label.
    """
    role = role_of(column, choices)
    if not role:
        return "label" if columns[column][1] == "text" else "x1"
    is_of_words = columns[choices["label"]][1] == "text"
    roles = ROLES[:2] if is_of_words and role != "label" else ROLES
    return roles[(roles.index(role) + 1) % len(roles)]


def with_class(choices, name, label):
    """Return the choices in which class *name*, "zero" or "one", has this *label*."""
    other = "one" if name == "zero" else "zero"
    chosen = dict(choices)
    if choices[other] == label:
        chosen[other] = choices[name]  # they change places
    chosen[name] = label
    return chosen


def in_words(preview):
    """Say in a sentence what a table would become."""
    names = [name for name, _ in preview["columns"]]
    choices = preview["choices"]
    zero, one = [ALL_OTHERS if choices[name] == REST else choices[name] for name in ("zero", "one")]
    points = "1 point" if preview["n"] == 1 else f"{preview['n']:,} points"
    x1, x2 = [_short(names[choices[role]]) for role in ("x1", "x2")]
    classes = f", {_short(zero)} against {_short(one)}" if zero and one else ""
    return f"{points}: {x1} and {x2}{classes}"


def _short(text):
    return text if len(text) <= MAX_WORD else text[:MAX_WORD] + "…"
