"""What the README says of the settings is what the table says."""

import re

from playground.settings import SETTINGS, as_text
from tools.environment import ROOT

ROW = re.compile(r"^\| (`.+`) \| .+ \| `?(.+?)`? \|$", re.MULTILINE)


def rows():
    """Return name and default of each setting in the README's table."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text[text.index("| setting |") : text.index("## For an engineer")]
    return {
        name: default
        for names, default in ROW.findall(table)
        for name in re.findall(r"`(\w+)`", names)
    }


def test_the_table_in_the_readme_lists_every_setting_with_its_default():
    assert rows() == {setting.name: as_text(setting.default) for setting in SETTINGS}
