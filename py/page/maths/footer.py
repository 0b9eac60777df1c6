"""The foot of the lines: why the marked one is so, what is told of it, and its product.

Runs in MicroPython.
"""

from pyscript import document, ffi

from page.browser import listen_to
from page.maths.blocks import blocks_of
from page.maths.products import why_transpose, without_transpose

NEAREST = ffi.to_js({"block": "nearest"})
HINT = "Point at a line to see why it is so. The chips say the shape of what it makes."
# Who may have something to tell besides; the first one that has is heard.
VOICES = ("walk", "probe", "point")


class Footer:
    """Explains a line.

    For the product of dW there is a button that forgets the transpose of its right factor: what
    NumPy says to that stands above.

    Parameters
    ----------
    on_refusal : callable
        Is called, without arguments, when that has taken room from the lines.
    say : callable
        ``say(text)`` lets a screen reader hear it.
    """

    def __init__(self, on_refusal, say):
        self._on_refusal, self._say = on_refusal, say
        self._why = document.querySelector(".why")
        self._told = document.querySelector("#told")
        self._words = document.querySelector("#foot p")
        self._blocks = document.querySelector("#blocks")
        self._button = document.querySelector("#forget")
        self._refusal = document.querySelector("#refusal")
        self._voices = dict.fromkeys(VOICES, "")
        self._product = None
        self._why.textContent = HINT
        listen_to(self._button, "click", self._on_forget)

    def explain(self, line, product):
        """Say why a `Line` is so, and show its `Product`; None for either is none."""
        self._why.textContent = line.why if line else HINT
        if product != self._product or not product:
            self._product = product
            self._blocks.replaceChildren(*([blocks_of(product)] if product else []))
        has_transpose = product is not None and product.right.symbol.endswith("ᵀ")
        self._button.hidden = not has_transpose
        if has_transpose and not self._refusal.hidden:
            self._show_refusal()

    def tell(self, voice, text, is_running=False):
        """Let one of `VOICES` say a *text*, "" for nothing; while it is running, unheard."""
        self._voices[voice] = text
        said = [self._voices[one] for one in VOICES if self._voices[one]]
        text = said[0] if said else ""
        if self._told.textContent != text:
            self._told.textContent = text
            if text and not is_running:  # what is another one in every frame is never heard out
                self._say(text)
            # Where not all has room, the news are to be seen, from their beginning.
            self._words.scrollTop = self._told.offsetTop - self._words.offsetTop

    def close(self):
        """Remember the transpose again."""
        self._refusal.hidden = True
        self._button.ariaExpanded = "false"

    def _on_forget(self, _event):
        if self._refusal.hidden:
            self._show_refusal()
            self._refusal.hidden = False
            self._button.ariaExpanded = "true"
            self._on_refusal()
            self._refusal.scrollIntoView(NEAREST)
        else:
            self.close()

    def _show_refusal(self):
        numpy_says = without_transpose(self._product)
        words, reason = self._refusal.children
        words.textContent = f"ValueError: {numpy_says}" if numpy_says else "NumPy says nothing."
        reason.textContent = why_transpose(self._product)
