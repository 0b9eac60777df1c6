"""The dialog about a table offers what the reader of tables knows, and nothing else."""

from messages import REST
from page.preview import markup
from playground.custom import table_reading, table_text


def test_the_menus_offer_what_there_is():
    assert sorted(value for value, _ in markup.ENCODINGS) == sorted(table_text.ENCODINGS)
    assert sorted(value for value, _ in markup.SEPARATORS) == sorted(table_text.SEPARATORS)
    assert [value for value, _ in markup.ROWS] == [table_reading.FIRST, table_reading.RANDOM]


def test_all_others_is_one_word():
    assert REST == table_reading.REST
