"""A reader takes home what they see, runs it elsewhere, and brings it back."""

import io
import json
import os
import re
import subprocess
import sys

import nbclient
import nbformat
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect
from reader import wait_until

# Where the difference that a script prints is to be found.
DIFFERENCE = re.compile(r"Largest difference to the playground's weights: (\S+)")
PASTED = """async () => {
    const [item] = await navigator.clipboard.read();
    return [item.types[0], (await item.getType(item.types[0])).size];
}"""

HAS_LOSS = "loss => Math.abs(document.querySelector('[name=train_loss]').value - loss) < 1e-9"
# The buttons, in the order in which the keyboard leads to them.
ORDER = "png svg png gif csv json npz csv py ipynb html html"


@pytest.fixture
def home(reader):
    """The section, and a reader who has it before them."""
    reader.page.locator("#take-home").scroll_into_view_if_needed()
    return reader


def button(reader, subject, file_format, use=""):
    words = f"[data-action=export][data-format={file_format}]"
    about = f"[data-subject={subject}]" if subject else ""
    used = f"[data-use={use}]" if use else ":not([data-use])"
    return reader.page.locator(words + about + used)


def saved(reader, subject, file_format):
    """Press a button, and return the name and the bytes of the file."""
    with reader.page.expect_download() as download:
        button(reader, subject, file_format).click()
    path = download.value.path()
    return download.value.suggested_filename, path.read_bytes()


def choose(reader, **fields):
    for name, value in fields.items():
        reader.page.locator(f"#take-home [name={name}]").select_option(value)


def bring(reader, name, content):
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    reader.page.locator("#bring").set_input_files(file)


@pytest.mark.parametrize(
    ("subject", "scale", "width"),
    [("picture", "1", 480), ("picture", "4", 1920), ("curve", "2", 0)],
)
def test_a_picture_is_drawn_as_large_as_wanted(home, subject, scale, width):
    choose(home, subject=subject, scale=scale, colours="dark")
    name, content = saved(home, "", "png")
    image = Image.open(io.BytesIO(content))
    assert name.endswith(".png")
    assert width in (0, image.width)
    assert sum(image.convert("RGB").getpixel((image.width - 1, image.height - 1))) < 384
    assert "&shape=moons&hidden_units=3&" in image.text["Source"]


def test_a_drawing_and_a_film_arrive(home):
    choose(home, subject="network", colours="light")
    name, content = saved(home, "", "svg")
    assert (name, content[:5]) == ("moons-3-network.svg", b"<?xml")
    name, content = saved(home, "picture", "gif")
    film = Image.open(io.BytesIO(content))
    assert name == "moons-3.gif"
    assert film.n_frames > 10


def test_a_film_can_be_called_off(home):
    downloads = []
    home.page.on("download", lambda download: downloads.append(download))
    button(home, "picture", "gif").click()
    home.page.get_by_role("button", name="Cancel").click()
    expect(home.page.locator("#taking output")).to_have_text("Cancelled.")
    saved(home, "data", "csv")
    assert [download.suggested_filename for download in downloads] == ["moons-3-data.csv"]


def test_a_button_that_is_pressed_twice_gives_one_file(home):
    downloads = []
    home.page.on("download", lambda download: downloads.append(download))
    with home.page.expect_download():
        button(home, "code", "ipynb").dblclick()
    saved(home, "weights", "json")
    names = [download.suggested_filename for download in downloads]
    assert names == ["moons-3.ipynb", "moons-3-weights.json"]


def test_a_picture_can_be_copied(home):
    home.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button(home, "", "png", "copy").click()
    expect(home.page.locator("#taking output")).to_have_text("Picture copied.")
    kind, size = home.page.evaluate(PASTED)
    assert kind == "image/png"
    assert size > 10_000


def test_the_script_trains_the_same_network_on_another_computer(home, tmp_path):
    name, content = saved(home, "code", "py")
    (tmp_path / name).write_bytes(content)
    command = [sys.executable, name, "out.png"]
    environ = {**os.environ, "MPLBACKEND": "agg"}
    run = subprocess.run(
        command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=True
    )
    assert float(DIFFERENCE.search(run.stdout)[1]) <= 1e-9
    assert (tmp_path / "out.png").exists()


def test_the_notebook_replays_what_was_changed_on_the_way(home):
    home.page.locator("#headline").scroll_into_view_if_needed()
    home.button("reset").click()
    for rate in ("1.2", "0.4"):
        home.chooses("learning_rate", rate)
        for _ in range(3):
            home.button("step").click()
    expect(home.page.locator("output[name=epoch]")).to_have_text("6")
    name, content = saved(home, "code", "ipynb")
    book = nbformat.reads(content.decode(), as_version=4)
    nbformat.validate(book)
    nbclient.NotebookClient(book).execute()
    said = "".join(out.get("text", "") for cell in book.cells for out in cell.get("outputs", []))
    assert float(DIFFERENCE.search(said)[1]) <= 1e-9
    # And back on the page the weights are those of the sixth epoch, not of a training at 0.4.
    loss = home.number("train_loss")
    home.choose_shape("xor")
    bring(home, name, content)
    expect(home.shape).to_have_value("moons")
    expect(home.page.locator("output[name=epoch]")).to_have_text("6")
    wait_until(
        home.page,
        "loss => Math.abs(document.querySelector('[name=train_loss]').value - loss) < 1e-9",
        arg=loss,
    )


@pytest.mark.parametrize(
    ("subject", "file_format"),
    [("weights", "json"), ("weights", "npz"), ("code", "py"), ("", "png"), ("", "svg")],
)
def test_a_file_leads_back_to_where_it_came_from(home, subject, file_format):
    home.choose_units(4)
    home.sees_result_of("moons", 4)
    name, content = saved(home, subject, file_format)
    home.choose_shape("circles")
    home.choose_units(2)
    bring(home, name, content)
    home.sees_result_of("moons", 4)


def test_points_come_back_as_they_were(home):
    loss = home.number("train_loss")
    name, content = saved(home, "data", "csv")
    bring(home, name, content)
    home.page.get_by_role("button", name="Use these points").press("Enter")
    expect(home.shape).to_have_value("custom")
    home.sees_state("done")
    # In thousandths, as own points are.
    assert home.number("train_loss") == pytest.approx(loss, rel=0.05)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cat.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8),
        ("broken.py", b'# neural_network_playground: {"neural_network_playground": 1, "fragm'),
        ("other.ipynb", json.dumps({"cells": [], "metadata": {}}).encode()),
        ("weights.npz", np.random.RandomState(0).bytes(3000)),
        ("nothing.json", b""),
    ],
)
def test_a_foreign_or_damaged_file_changes_nothing_and_is_told(home, name, content):
    before = home.page.url
    bring(home, name, content)
    expect(home.status).to_contain_text(re.compile(f"{re.escape(name)} was not loaded|is empty"))
    assert home.page.url == before
    expect(home.shape).to_have_value("moons")


def test_the_sheet_is_a_page_of_its_own_that_is_printed(home):
    button(home, "sheet", "html", "print").click()
    sheet = home.page.frame_locator("#print")
    expect(sheet.locator("h1")).to_have_text("Can three lines bend around both moons?")
    expect(sheet.locator("img")).to_have_count(3)
    expect(sheet.locator(".segno")).to_be_attached()
    assert home.page.locator("#print").bounding_box()["width"] == 0
    home.page.locator("#print").evaluate("frame => frame.remove()")


def test_a_sheet_brings_the_runs_that_are_kept(home):
    home.page.get_by_role("button", name="Keep this run").click()
    name = home.page.locator("#runs table input[type=text]").first
    expect(name).to_be_visible()
    name.fill("my best")
    name.press("Enter")
    home.page.get_by_label("with your runs in the table").check()
    _, content = saved(home, "sheet", "html")
    assert "my best" in content.decode()
    assert "What I changed" not in content.decode()


def test_all_of_it_is_within_reach_of_the_keyboard(home):
    home.page.locator("#bring").focus()
    reached = []
    for _ in range(20):
        home.page.keyboard.press("Tab")
        reached.append(home.page.evaluate("document.activeElement.dataset.format"))
    wanted = [
        "png",
        "svg",
        "png",
        "gif",
        "csv",
        "json",
        "npz",
        "csv",
        "py",
        "ipynb",
        "html",
        "html",
    ]
    assert [one for one in reached if one] == wanted
