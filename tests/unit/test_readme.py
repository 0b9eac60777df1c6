"""What the README says of the settings is what the table says."""

import re

from playground.settings.kinds import as_text
from playground.settings.table import SETTINGS
from tools.environment import ROOT
from tools.site.settings_markup import with_rows

README = (ROOT / "README.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)


def rows():
    """Return name, default and help of each setting in the README's table."""
    table = README[README.index("| setting |") : README.index("## For an engineer")]
    return [(name, default, words) for name, _, default, words in ROW.findall(table)]


def test_the_table_in_the_readme_is_what_the_table_of_settings_makes_of_it():
    assert with_rows(README) == README, "run `python3 py form`"


def test_the_table_in_the_readme_lists_every_setting_with_its_default_and_its_help():
    assert rows() == [
        (row.name, f"`{as_text(row.default)}`" if row.default != "" else "nothing", row.help)
        for row in SETTINGS
    ]
