"""What links mean, as text; runs in CPython and in the page's MicroPython, with the same result."""

from playground.settings.link import BY_KEY, KEYS, extras_of, read_link, write_link
from playground.settings.values import sentences


def report(fragments):
    """Return what each link says, and how it is written anew, a line for each."""
    lines = []
    for fragment in fragments:
        link = read_link(fragment)
        lines.append(" | ".join([fragment[:60]] + sentences(link.problems)))  # noqa: RUF005
        lines.append(" ".join([f"{key.name}:{getattr(link, key.name)}" for key in KEYS]))
        lines.append(write_link(link.values, **extras_of(link, tuple(BY_KEY))))
    return "\n".join(lines)
