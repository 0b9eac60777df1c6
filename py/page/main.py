"""The page's entry: which event leads to what.

Runs in MicroPython on the page's own thread, which it keeps free: the work is done by the
engine (``py/engine``) in the worker.
"""

from pyscript import document, ffi, when, workers

from page.article import Article
from page.browser import MORE_OR_LESS, Debounce, dark, fail, html, letter_of, window
from page.engine_link import MILLISECONDS_BETWEEN_PINGS
from page.form import named_by
from page.later import with_room
from page.motion import Motion
from page.network.view import NetworkView
from page.page import Page
from page.points.drawing import PointDrawing
from page.points.editor import PointEditor
from page.points.files import PointFiles
from page.points.picking import PointPicking

MILLISECONDS_UNTIL_RESIZED = 100

# In the browser's storage: whether the keys below work.
SHORTCUTS = "nn-playground-shortcuts"
KEYS = {" ": "run", "s": "step", "r": "reset", "w": "new_weights", "d": "new_data"}

page = Page()
page.view = NetworkView(page)
editor = page.editor = PointEditor(page)
drawing = PointDrawing(page, editor)
files = PointFiles(page, editor)
picking = PointPicking(page, editor)
article = Article(page)
Motion(page.send_view)
page.start()
if html.hasAttribute("data-embed"):
    # In a frame on somebody else's page; its modules are there only then (static/boot.mjs).
    from page.embed.frame import Frame

    Frame(page, window.host).start()

resized = Debounce(MILLISECONDS_UNTIL_RESIZED, page.send_view)
timeline = document.querySelector("#timeline")
keys, shortcuts = document.querySelector("#keys"), document.querySelector("#shortcuts")
if window.storage.read(SHORTCUTS) == "off":
    shortcuts.checked = False


@when("input", "#controls")
def on_input(event):
    """Follow a control; a number once it is typed, since its first digits are another one."""
    control = event.target
    if control.id == "timeline":
        page.ask("go_to", epoch=int(control.value))
    elif control.type == "text":
        page.type(named_by(control))
    else:
        page.choose(named_by(control))


@when("change", "#controls")
def on_change(event):
    """Bring back the last good value when the reader leaves an impossible one behind."""
    page.correct(named_by(event.target))


@when("keydown", "#controls")
def on_arrow(event):
    """Take the arrow keys in a box for a number as steps."""
    box, direction = event.target, MORE_OR_LESS.get(event.key)
    if box.tagName == "INPUT" and box.type == "text" and box.name and direction:
        event.preventDefault()
        page.step_number(box.name, direction > 0)


@when("click", "main")
def on_click(event):
    """Follow a button."""
    button = event.target.closest("[data-action]")
    picture = event.target.closest("[data-shape]")
    if picture:
        page.choose({"shape": picture.dataset.shape})
        editor.arm_for(picture.dataset.shape)
    elif button and button.dataset.action not in ("retry", "copy_link"):
        page.act(button.dataset.action)


@when("click", "[data-action=copy_link]")
def on_share(_event):
    """Copy a link; the button stands in the top line, or where that has no room under View."""
    page.act("copy_link")


@when("click", "#take-home")
def on_take(event):
    """Follow a button for a file; what makes it comes with the first."""
    button = event.target.closest("[data-action]")
    if button:
        with_room("takeaway", lambda: page.takeaway.press(button), page.say)


@when("mousedown", ".shapes")
def on_press(event):
    """Leave the focus where it is: the pictures are for pointers alone."""
    event.preventDefault()


@when("click", "#help")
def on_help(_event):
    """Show which keys there are, or hide them."""
    keys.hidden = not keys.hidden
    document.querySelector("#help").ariaExpanded = "false" if keys.hidden else "true"


@when("change", "#shortcuts")
def on_shortcuts(_event):
    """Remember whether keys are to work without another one, on every later visit."""
    window.storage.write(SHORTCUTS, "on" if shortcuts.checked else "off")


@when("keydown", document)
def on_key(event):
    """Follow the keyboard, unless the key belongs to the control that has the focus."""
    focus = event.target
    is_box = focus.tagName in ("INPUT", "SELECT", "TEXTAREA")
    is_typing = is_box and focus.type not in ("checkbox", "radio", "range")
    is_elsewhere = focus.closest("#inspector, dialog")  # where none of them is meant
    is_pressing = event.key == " " and focus.tagName in ("BUTTON", "A", "INPUT", "SUMMARY")
    if event.key == "Escape" and not keys.hidden:
        on_help(event)
    is_other_key = event.ctrlKey or event.metaKey or event.altKey
    if is_typing or is_pressing or is_elsewhere or is_other_key:
        return
    action = KEYS.get(letter_of(event))
    if event.repeat and action != "step":
        return
    if action and shortcuts.checked:
        event.preventDefault()
        page.act(action)


@when("click", document)
def on_link(event):
    """Follow a link to the settings that the address has already: the browser would not."""
    link = event.target.closest("a")
    if link and "=" in link.hash and link.hash == window.location.hash:
        page.open_address(link.hash[1:])


@when("hashchange", window)
def on_address(event):
    """Follow a link to other settings, or the way back; a place on this page has none."""
    # The page may have written its own address into the window since.
    _, _, fragment = event.newURL.partition("#")
    if "=" in fragment:
        page.open_address(fragment)


@when("keep", window)
@when("pagehide", window)
def on_leave(_event):
    """Leave an address that brings the reader back to the same settings, and all else."""
    page.settle()
    page.memory.keep()


@when("visibilitychange", document)
def on_hide(event):
    """Leave the same where a browser may end a page, which it does without a word on a phone.

    Meanwhile the engine rests.
    """
    page.tell_hidden()
    if document.hidden:
        on_leave(event)
    else:
        page.memory.forget()


@when("resize", window)
def on_resize(_event):
    """Follow the size of the window, its zoom, and the density of its screen."""
    resized.start()


# What is painted may get another size in the same window: a tab opens, a line is added.
sizes = window.ResizeObserver.new(ffi.create_proxy(lambda *_news: resized.start()))
for name in ("boundary", "loss", "network", "lines", "view"):
    sizes.observe(document.querySelector(f"#{name}"))


@when("say", window)
def on_say(event):
    """Let be heard what static/offline.mjs has to tell."""
    page.voice.say(event.detail)


@when("change", dark)
def on_theme(_event):
    """Follow the system into the dark and back."""
    page.send_view()


# What was done before anybody listened to it (static/form.mjs has kept it).
if timeline.hasAttribute("data-chosen"):
    page.ask("go_to", epoch=int(timeline.value))
pressed, window.pressed = window.pressed, None
for button in pressed:
    button.click()

# The engine's script has run when its promise resolves; its element then has the worker.
await workers["engine"]  # noqa: F704 - PyScript lets this file wait at its top level
worker = document.querySelector("script[worker]").xworker


@when("message", worker)
def on_message(event):
    """Pass on what the engine says; it says everything in JSON."""
    if not isinstance(event.data, str):
        return
    try:
        page.receive(event.data)
    except Exception as error:
        fail(f"The page stopped with an error: {error!r}")
        raise


page.connect(worker)
window.setInterval(ffi.create_proxy(page.ping), MILLISECONDS_BETWEEN_PINGS)
