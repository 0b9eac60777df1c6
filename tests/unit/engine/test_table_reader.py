"""A table is looked at before it counts: the engine keeps it until it is used."""

import pytest

from engine.table_reader import TableReader, whole_lines
from messages import CHOICES, TO_PAGE, problem_with
from playground.custom import codec
from playground.custom.csv_table import read_table
from playground.custom.table_reading import Choices

TABLE = b"a,b,c,kind\n1,2,5,x\n3,5,4,y\n2,2,9,y\n"


def brought(content=TABLE, is_cut=False):
    return {"content": memoryview(content), "name": "t.csv", "is_cut": is_cut}


def test_the_page_is_told_what_a_table_would_become():
    told = TableReader(bytes.decode).preview(brought())
    assert problem_with(told, TO_PAGE) == ""
    assert (told["name"], told["is_new"], told["n"]) == ("t.csv", True, 3)
    assert [name for name, _ in told["columns"]] == ["a", "b", "c", "kind"]


def test_other_choices_need_no_second_copy():
    reader = TableReader(bytes.decode)
    choices = {**reader.preview(brought())["choices"], "x1": 2.0}  # as JavaScript has it
    told = reader.choose({"choices": choices})
    assert (told["is_new"], told["choices"]["x1"]) == (False, 2)
    table = read_table(TABLE, "t.csv", Choices(**{**choices, "x1": 2}))
    code, words, names = reader.use({"choices": choices})
    assert codec.read(code).values.tolist() == table.values.tolist()
    assert (words, names) == (table.words, table.names)


def test_what_cannot_be_read_is_refused_and_the_table_before_stays():
    reader = TableReader(bytes.decode)
    choices = reader.preview(brought())["choices"]
    assert reader.preview(brought(b"PK\x03\x04"))["kind"] == "refused"
    assert reader.use({"choices": choices})


def test_what_is_used_is_kept_no_longer():
    reader = TableReader(bytes.decode)
    reader.use({"choices": reader.preview(brought())["choices"]})
    with pytest.raises(ValueError, match="bring it again"):
        reader.use({"choices": CHOICES})
    assert reader.choose({"choices": CHOICES})["kind"] == "refused"


def test_a_table_that_is_known_is_read_at_once():
    code, _, _ = TableReader(bytes.decode).read({"content": TABLE, "name": "t.csv"})
    assert codec.unpack(code)[1].size == 3


def test_of_a_file_that_is_too_large_whole_lines_are_read_and_it_is_told():
    told = TableReader(bytes.decode).preview(brought(TABLE + b"2,2,1", is_cut=True))
    assert told["n"] == 3
    assert "5 megabytes" in told["notes"][0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-16"])
def test_whole_lines_are_whole_letters(encoding):
    content = "1,2,ä\n2,3,ö\n4,".encode(encoding)
    assert whole_lines(content).decode(encoding).strip() == "1,2,ä\n2,3,ö"


def test_lines_of_an_old_macintosh_are_whole_too():
    assert whole_lines("1,2,é\r2,3,é".encode()[:-1]) == "1,2,é\r".encode()


def test_one_long_line_stays_as_it_is():
    assert whole_lines(b"1,2,3") == b"1,2,3"
