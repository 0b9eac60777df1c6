"""The lines that put a playground onto somebody's page: an element, or a frame without a script.

What they say comes from a reader, and may hold any letter: it is escaped. Runs in both Pythons.
"""

from playground.settings.address import parts_of, to_fragment
from playground.settings.link import KEYS, text_of, write_link
from playground.settings.words import file_name

# Where no frame can tell how high it would like to be: about what 640 pixels across need.
HEIGHT = 420
_ELSEWHERE = ("v", "embed", "epoch", "tab")  # said in another way, or never of a frame


def said_in(values: dict, extras: dict) -> list:
    """Return name and text of all that a frame is to be told, by the names of a link.

    Parameters
    ----------
    values : dict
        A value for every setting.
    extras : dict
        As `write_link` takes them; what has its default is left out.
    """
    said = parts_of(to_fragment(values, extras.get("epoch")))
    for key in KEYS:
        value = extras.get(key.name, key.default)
        if key.name not in _ELSEWHERE and value not in (None, key.default):
            said.append((key.name, text_of(value)))
    return said


def attributes_of(values: dict, extras: dict) -> list:
    """Return the attributes of an element that says the same as `said_in`, as pairs."""
    lists = ("show", "hide", "lock")
    return [
        (_hyphened(name), _hyphened(text).replace(",", " ") if name in lists else text)
        for name, text in said_in(values, extras)
    ]


def element(page: str, values: dict, extras: dict, image: tuple, loading: str = "click") -> str:
    """Return an ``<nn-playground>``, with a link around a picture for where no script may run.

    Parameters
    ----------
    page : str
        The address of the playground, up to the last slash.
    values, extras : dict
        As `said_in` takes them.
    image : tuple of str
        The address of a picture, and what it shows.
    loading : str
        When Python is loaded; an attribute of the element.
    """
    said = attributes_of(values, extras)
    if loading != "click":
        said.append(("loading", loading))
    words = " ".join([f'{name}="{escaped(text)}"' for name, text in said])
    address, (src, alt) = f"{page}#{_fragment(values, extras)}", image
    return "\n".join(
        [
            f'<script src="{escaped(page)}static/embed.js" async></script>',
            f"<nn-playground {words}>",
            f'  <a href="{escaped(address)}"><img src="{escaped(src)}" alt="{escaped(alt)}"',
            '    width="468" height="468" loading="lazy"></a>',
            "</nn-playground>",
        ]
    )


def frame(page: str, values: dict, extras: dict) -> str:
    """Return an ``<iframe>`` that shows the same, for hosts that let no scripts in."""
    address = f"{page}#{_fragment(values, dict(extras, embed=1))}"
    title = extras.get("title") or "Neural network playground"
    return "\n".join(
        [
            f'<iframe src="{escaped(address)}"',
            f'  title="{escaped(title)}" width="100%" height="{HEIGHT}" loading="lazy"',
            '  allow="fullscreen; clipboard-write" style="border: 0"></iframe>',
        ]
    )


def picture_name(values: dict) -> str:
    """Return what a picture of these settings is called as a file: "moons-3.png"."""
    return file_name(values, "", "png")


def escaped(text: str) -> str:
    """Write *text* as the value of an attribute in HTML."""
    for letter, code in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(letter, code)
    return text


def _fragment(values: dict, extras: dict) -> str:
    return write_link(values, **{name: extras[name] for name in extras if name != "tab"})


def _hyphened(name: str) -> str:
    return name.replace("_", "-")
