"""Plays the loss: a tone for the training, and one for the test at the other ear (MicroPython)."""

from pyscript import document, ffi

from page.browser import listen_to, window
from page.hear.tones import voices_of

SECONDS = 3
SECONDS_OF_FADING = 0.04  # a tone that begins or ends at once clicks
LOUDNESS = 0.25
LEFT, MIDDLE, RIGHT = -1, 0, 1
NOTHING = "There is no curve to be heard yet: let it train first."
HEARD = "The higher the tone, the larger the loss: from {:.3g} to {:.3g}."
WITH_TEST = " The training is at your left ear, the test at your right."


class Player:
    """Lets the curve that is there be heard, until it ends or somebody stops it.

    Parameters
    ----------
    page : Page
        Whose training it is.
    sound : AudioContext
        Where to play.
    """

    def __init__(self, page, sound):
        self._page, self._sound = page, sound
        self._button = document.querySelector("[data-action=hear]")
        self._awaits_curve = False
        self._tones = []  # that are heard
        self._on_ended = ffi.create_proxy(lambda _event: self._end())
        page.on_curve.append(self._on_curve)
        page.followers.append(self.stop)  # with other settings it is another curve
        listen_to(document, "keydown", self._on_key)

    def press(self):
        """Begin, or stop."""
        if self._is_on:
            self.stop()
            return
        if not self._page.link.send("curve"):  # Python is still on its way
            self._page.say(NOTHING)
            return
        self._button.ariaPressed, self._awaits_curve = "true", True
        self._sound.resume()

    def stop(self):
        """Be silent at once."""
        for tone in self._tones:
            tone.stop()
        self._end()

    @property
    def _is_on(self):
        return self._awaits_curve or bool(self._tones)

    def _on_key(self, event):
        if event.key == "Escape" and self._is_on:
            self.stop()

    def _on_curve(self, curve):
        if not self._awaits_curve:
            return
        self._awaits_curve = False
        picture, values = self._page.newest_picture, self._page.choices.values
        if not picture or len(curve["epochs"]) < 2:
            self._end()
            self._page.say(NOTHING)
            return
        scales = values["time_scale"], values["loss_scale"]
        voices = voices_of(curve, picture["end"], *scales)
        self._play(voices)
        known = [loss for loss in curve["train"] if loss is not None] or [0]
        words = HEARD.format(known[0], known[-1])
        self._page.say(words + WITH_TEST if len(voices) > 1 else words)

    def _play(self, voices):
        sound = self._sound
        start = sound.currentTime + SECONDS_OF_FADING
        volume = self._fading(start)
        sides = (LEFT, RIGHT) if len(voices) > 1 else (MIDDLE,)
        for frequencies, side in zip(voices, sides):  # noqa: B905 - MicroPython
            tone, ear = sound.createOscillator(), sound.createStereoPanner()
            curve = window.Float32Array.new(ffi.to_js(frequencies))
            tone.frequency.setValueCurveAtTime(curve, start, SECONDS)
            tone.type, ear.pan.value = "triangle", side
            tone.connect(ear)
            ear.connect(volume)
            tone.start(start)
            tone.stop(start + SECONDS)
            self._tones.append(tone)
        self._tones[0].addEventListener("ended", self._on_ended)

    def _fading(self, start):
        """Return what lets tones become loud at the *start*, and silent at the end."""
        volume, end = self._sound.createGain(), start + SECONDS
        gain = volume.gain
        gain.setValueAtTime(0, start)
        gain.linearRampToValueAtTime(LOUDNESS, start + SECONDS_OF_FADING)
        gain.setValueAtTime(LOUDNESS, end - SECONDS_OF_FADING)
        gain.linearRampToValueAtTime(0, end)
        volume.connect(self._sound.destination)
        return volume

    def _end(self):
        if self._tones:
            self._tones[0].removeEventListener("ended", self._on_ended)
            self._page.unsay()
        self._tones, self._awaits_curve = [], False
        self._button.ariaPressed = "false"
        self._sound.suspend()  # silence needs no power
