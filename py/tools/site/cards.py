"""The cards: what a link to the page shows where it is shared, in a chat, a feed, or a wiki.

What follows the # of a link never reaches a server, so all links to the page itself look alike
there. Hence each lesson has a page of its own on the site, `lessons/<name>.html`, which says by
Open Graph (ogp.me) what it is, shows it by a picture, and then opens the lesson; and, beside it,
what a site that embeds it needs to know (oembed.com), which is a frame on the lesson.

Readers of Open Graph take no relative addresses. Only who builds the site knows where it will
be; as long as nobody has said so, relative ones stand in the place of the others.
"""

import html
import json
import pathlib
import re
from urllib.parse import urljoin

from playground.settings.lessons import LESSONS, Lesson, address_of
from tools.console import SetupError
from tools.in_pyodide.places import CARD_SIZE
from tools.site.policy import CARD_POLICY, with_policy

MEANS = "Guess, then train it: a small neural network in Python, right in your browser."
TITLE = "Neural Network Playground"
FOLDER, PICTURES = "lessons/", "static/engine/cards/"
# The frame in another page, in CSS pixels.
FRAME_SIZE = 640, 420
_SITE = re.compile(r"https?://[^/?#\[\]\s]+(/[^?#\s]*)?")
# The tags of the page itself, which stand in index.html.
_RELATIVE = re.compile(r'(<meta property="og:(?:url|image)" content=")([^"]*)')


def site_address(text: str) -> str:
    """Return the address of a site, with a slash at its end; refuse what is none.

    Parameters
    ----------
    text : str
        As it was given; nothing, where it is not known.
    """
    if text and not _SITE.fullmatch(text):
        raise SetupError(f"{text} is not a site's address, as https://example.org/play/ is one.")
    return text and text.rstrip("/") + "/"


def with_address(page: str, address: str) -> str:
    """Return the text of the *page* itself, with its card below *address*, if that is known."""

    def complete(tag: re.Match[str]) -> str:
        return tag[1] + html.escape(urljoin(address, html.unescape(tag[2])))

    return _RELATIVE.sub(complete, page) if address else page


def card_files(root: pathlib.Path, address: str = "") -> dict[str, bytes]:
    """Return page and oEmbed of each lesson whose picture is there, by their paths on the site."""
    files = {}
    for lesson in LESSONS:
        if (root / picture_of(lesson)).is_file():
            files[f"{FOLDER}{lesson.name}.html"] = page(lesson, address).encode()
            files[f"{FOLDER}{lesson.name}.json"] = oembed(lesson, address).encode()
    return files


def names() -> list[str]:
    """Return the paths of all that `card_files` makes if each picture is there."""
    return [f"{FOLDER}{lesson.name}.{kind}" for lesson in LESSONS for kind in ("html", "json")]


def picture_of(lesson: Lesson) -> str:
    """Return where the site has the picture of a *lesson*, which in_pyodide/cards.py draws."""
    return f"{PICTURES}{lesson.name}.png"


def page(lesson: Lesson, address: str) -> str:
    """Return the page of a *lesson*, which opens it as soon as it is read.

    By a script, since that leaves no second entry in the history, from which Back would come to
    this page and so at once to the lesson again.
    """
    said = {key: html.escape(text) for key, text in facts_of(lesson, address).items()}
    tags = "\n  ".join(
        f'<meta property="{key}" content="{text}">'
        for key, text in said.items()
        if key.startswith("og:")
    )
    opens = html.escape(f"../#{address_of(lesson)}")
    width, height = CARD_SIZE
    text = f"""<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>{said["og:title"]} · {TITLE}</title>
  <meta name="description" content="{said["og:description"]}">
  {tags}
  <meta name="twitter:card" content="summary_large_image">
  <link rel="canonical" href="{said["og:url"]}">
  <link rel="alternate" type="application/json+oembed" href="{said["oembed"]}" \
title="{said["og:title"]}">
  <link rel="icon" href="../static/icon.svg" type="image/svg+xml">
  <noscript><meta http-equiv="refresh" content="0; url={opens}"></noscript>
  <style>
    body {{ max-width: 40rem; margin: 2rem auto; padding: 0 1rem; font: 1.125rem/1.5 serif; }}
    img {{ max-width: 100%; height: auto; }}
  </style>
</head>
<body>
  <h1><a href="{opens}">{said["og:title"]}</a></h1>
  <script>location.replace(document.querySelector("a").href);</script>
  <p>{said["og:description"]}</p>
  <img src="../{picture_of(lesson)}" width="{width}" height="{height}" loading="lazy" \
alt="{said["og:image:alt"]}">
</body>
</html>
"""
    return with_policy(text, CARD_POLICY)


def facts_of(lesson: Lesson, address: str) -> dict[str, str]:
    """Return what the page of a *lesson* says of itself: Open Graph's properties, and oEmbed's."""
    width, height = CARD_SIZE
    return {
        "og:type": "website",
        "og:site_name": TITLE,
        "og:title": lesson.question,
        # Not what it claims: who is sent the link is to guess first.
        "og:description": f"{lesson.label}. {MEANS}",
        "og:url": _below(address, f"{FOLDER}{lesson.name}.html"),
        "og:image": _below(address, picture_of(lesson)),
        "og:image:type": "image/png",
        "og:image:width": str(width),
        "og:image:height": str(height),
        "og:image:alt": f"{lesson.label}: the points of two classes, and what the trained network "
        "makes of the plane around them.",
        "oembed": _below(address, f"{FOLDER}{lesson.name}.json"),
    }


def oembed(lesson: Lesson, address: str) -> str:
    """Return what a site needs in order to embed a *lesson*, as JSON."""
    width, height = FRAME_SIZE
    source = html.escape(_below(address, f"#{address_of(lesson)}&embed=1"))
    frame = (
        f'<iframe src="{source}" title="{html.escape(lesson.question)}" width="{width}" '
        f'height="{height}" loading="lazy" allow="fullscreen; clipboard-write" '
        'style="border: 0; max-width: 100%"></iframe>'
    )
    said = {
        "version": "1.0",
        "type": "rich",
        "title": lesson.question,
        "provider_name": TITLE,
        "provider_url": _below(address, ""),
        "html": frame,
        "width": width,
        "height": height,
        "thumbnail_url": _below(address, picture_of(lesson)),
        "thumbnail_width": CARD_SIZE[0],
        "thumbnail_height": CARD_SIZE[1],
    }
    return json.dumps(said, indent=1) + "\n"


def _below(address: str, path: str) -> str:
    """Return where *path* is on the site, as one of the lessons' pages has to say it."""
    return (address or "../") + path
