"""The menus of the dialog: they offer what the reader of tables takes, in its words."""

from page.preview import markup
from playground.custom import table_text
from playground.custom.table_numbers import FORMS
from playground.custom.table_reading import FIRST, RANDOM


def test_the_menus_offer_what_the_reader_of_tables_takes():
    assert dict(markup.ENCODINGS) == table_text.ENCODINGS
    assert sorted(dict(markup.SEPARATORS)) == sorted(table_text.SEPARATORS)
    assert sorted(dict(markup.DECIMALS)) == sorted(FORMS)
    assert sorted(dict(markup.ROWS)) == sorted((FIRST, RANDOM))
