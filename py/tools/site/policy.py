"""The Content Security Policy of each page of the site: what its browser is to refuse.

It stands in a ``meta`` of the page, because GitHub Pages sends no headers of one's choice; so it
cannot say who may frame the page, which everybody may. The workers, made of blobs, inherit it.
All that is inline has to be known by its hash, which follows from the page itself: the import map
with the hashes of the modules, and what the cards and the demonstration write for themselves.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence

from playground.export.sheet_style import STYLE

Policy = Mapping[str, Sequence[str]]

NONE, SELF = ("'none'",), ("'self'",)


def hash_source(text: str) -> str:
    """Return what allows an inline script or style of this *text*."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


# Trusted Types: no string becomes code or markup unless static/first.js has let it.
_TRUSTED = {
    "require-trusted-types-for": ("'script'",),
    "trusted-types": ("default", "markup"),
}
# For every page: what is not named is refused, no page of ours is rebased, none sends a form.
_LEAST: Policy = {"default-src": NONE, "base-uri": NONE, "form-action": NONE}

POLICY: Policy = {
    **_LEAST,
    "script-src": (
        "'self'",
        # Both Pythons are WebAssembly, which a browser compiles only if it may; text stays text.
        "'wasm-unsafe-eval'",
        # Of verified text the page makes a module, which the engine's worker imports (boot.mjs).
        "blob:",
    ),
    # PyScript's worker and the one that downloads are blobs; the service worker is a file.
    "worker-src": ("'self'", "blob:"),
    # PyScript fetches the engine's first lines, and the page the files it has made, as blobs.
    "connect-src": ("'self'", "blob:"),
    # Pictures of runs are kept as data:, so is a cursor; what is taken home is a blob.
    "img-src": ("'self'", "data:", "blob:"),
    # The sheet for paper is a page of its own, in a frame, and brings its style along.
    "style-src": ("'self'", hash_source(STYLE)),
    # That sheet is a blob; the preview of what is shared is the page itself.
    "frame-src": ("'self'", "blob:"),
    "font-src": SELF,
    "manifest-src": SELF,
    **_TRUSTED,
}
# The page of a lesson shows one picture, and goes to the lesson.
CARD_POLICY: Policy = {
    **_LEAST,
    "img-src": SELF,
    "require-trusted-types-for": ("'script'",),
    "trusted-types": NONE,
}
# The demonstration is a post with the element, whose frames and posters are the site's.
DEMO_POLICY: Policy = {
    **_LEAST,
    "script-src": SELF,
    "frame-src": SELF,
    "img-src": ("'self'", "data:", "blob:"),
    "require-trusted-types-for": ("'script'",),
    "trusted-types": NONE,
}

_CHARSET = re.compile(r'<meta charset="utf-8">\n')
_META = re.compile(r' *<meta http-equiv="Content-Security-Policy" [^>]*>\n')
# What a browser would run, or be dressed by: data in scripts of other types is neither.
_INLINE = re.compile(r'<(script|style)(?: type="importmap")?>(.*?)</\1>', re.DOTALL)


def with_policy(html: str, policy: Policy) -> str:
    """Return the page *html* with its *policy*, which allows what is inline by its hash.

    Parameters
    ----------
    html : str
        A page, perhaps with the policy of an earlier time, which is replaced.
    policy : mapping of str to sequence of str
        Sources by directive.
    """
    html = without_policy(html)
    allowed = {name: list(sources) for name, sources in policy.items()}
    for tag, text in _INLINE.findall(html):
        allowed.setdefault(f"{tag}-src", []).append(hash_source(text))
    written = "; ".join(f"{name} {' '.join(sources)}" for name, sources in allowed.items())
    meta = f'  <meta http-equiv="Content-Security-Policy" content="{written}">\n'
    return _CHARSET.sub(lambda found: found[0] + meta, html, count=1)


def without_policy(html: str) -> str:
    """Return the page *html* as it is without its policy."""
    return _META.sub("", html)
