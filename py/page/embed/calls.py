"""What the host's page may ask of a frame: its calls, and what their arguments can be.

Whatever comes is looked up here before anything is done with it.
"""

from collections import namedtuple

from messages import MAX_SCALE, is_number, one_of, several, whole
from playground.settings.address import MAX_CHARACTERS, parts_of
from playground.settings.kinds import as_text
from playground.settings.link import BY_KEY
from playground.settings.table import BY_NAME, SETTINGS

# A function for each argument that tells whether it can be that; `least` of them are needed.
Call = namedtuple("Call", ("arguments", "least"))

DRAWING = "image/svg+xml"
PICTURES = ("image/png", "image/jpeg", "image/webp", DRAWING)
MAX_NAME = 40  # whether there is such a setting, the page says itself


def is_named(value):
    """Tell whether *value* gives texts or numbers to some settings, by their names."""
    return (
        isinstance(value, dict)
        and len(value) <= len(SETTINGS)
        and all(len(name) <= MAX_NAME and is_written(value[name]) for name in value)
    )


def is_written(value):
    """Tell whether *value* is a text or a number that may be one of a setting."""
    return is_number(value) or (isinstance(value, str) and len(value) <= MAX_CHARACTERS)


def is_state(value):
    """Tell whether *value* may be what `getState` has answered: it says something that is known."""
    is_text = isinstance(value, str) and len(value) <= MAX_CHARACTERS and "=" in value
    return is_text and any(name in BY_NAME or name in BY_KEY for name, _ in parts_of(value))


def is_wish_for_picture(value):
    """Tell whether *value* says what picture is wanted: {"type": …, "scale": …}, or less."""
    return (
        isinstance(value, dict)
        and all(name in ("type", "scale") for name in value)
        and one_of(PICTURES)(value.get("type", PICTURES[0]))
        and is_number(value.get("scale", 1))
        and 0 < value.get("scale", 1) <= MAX_SCALE
    )


CALLS = {
    "run": Call((), 0),
    "pause": Call((), 0),
    "step": Call((), 0),
    "reset": Call((), 0),
    "goTo": Call((whole(0, BY_NAME["epochs"].allowed.high),), 1),
    "set": Call((is_named,), 1),
    "getState": Call((), 0),
    "setState": Call((is_state,), 1),
    "toBlob": Call((is_wish_for_picture,), 0),
    "theme": Call((one_of(("light", "dark")),), 1),  # the element asks for it by itself
}


def problem_with_call(message):
    """Say what is wrong with a *message* of the host's, a dict; "" if it is a call."""
    call = message.get("call") if isinstance(message, dict) else None
    if not isinstance(call, str) or call not in CALLS:
        return "There is no such call."
    (checks, least), given = CALLS[call], message.get("args")
    if not several(lambda _: True, least, len(checks))(given):
        return f"{call} takes {least} to {len(checks)} arguments."
    if any(not _is(check, value) for check, value in zip(checks, given)):  # noqa: B905
        return f"{call} cannot take that."
    return ""


def as_texts(named):
    """Return the values of settings as they are written in an address, by their own names."""
    return {name.replace("-", "_"): _written(named[name]) for name in named}


def _written(value):
    if isinstance(value, float) and value == int(value):
        value = int(value)  # JSON has one kind of number
    return as_text(value)


def _is(check, value):
    try:
        return check(value)
    except (ValueError, OverflowError):  # infinite, or too long to be written
        return False
