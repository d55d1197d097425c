from __future__ import annotations

import gc

import libcst as cst
import libcst.metadata
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemaparity.location import Location
from schemaparity.project import MemoryFileSystem
from schemaparity.source import Finder, SourceError, SourceFile


def source(data: str | bytes, name: str = "m.py") -> SourceFile:
    return Finder(MemoryFileSystem({f"/p/{name}": data}), ["/p"]).file(f"/p/{name}", "m")


LAYOUT = '''# top

@decorated
class A(Base):  # why
    """Doc."""

    # above
    x: Mapped[int] = column( (1),
        2)  # behind


def f(a, *, b=1):
    if a: return (a + b)
    elif b:
        pass
    else:
        pass
    with x as y, z: pass
    for i in range(3):
        try:
            g(i); h()
        except* ValueError as e:
            raise
        finally:
            pass
    return lambda q: [n async for n in q if not n]
'''


@pytest.mark.parametrize("text", [LAYOUT, LAYOUT.replace("\n", "\r\n"), LAYOUT.rstrip("\n"), LAYOUT.replace("    ", "\t"), "\f\n" + LAYOUT])
def test_places_are_libcsts_own(text: str) -> None:
    file = source(text.encode())
    theirs = libcst.metadata.MetadataWrapper(file.tree, unsafe_skip_copy=True).resolve(libcst.metadata.PositionProvider)
    for node, range_ in theirs.items():
        if not isinstance(
            node, (cst.Module, cst.Newline, cst.TrailingWhitespace)
        ):  # these end after the text where it has no last line end
            expected = (range_.start.line, range_.start.column + 1, range_.end.line, range_.end.column + 1)
            assert file.locate(node) == Location("m.py", *expected), node


def test_a_statement_starts_with_itself_and_an_expression_with_its_first_character() -> None:
    file = source(LAYOUT)
    cls = file.tree.body[0]
    assert isinstance(cls, cst.ClassDef)
    assert file.code(cls).startswith("class A(Base):")
    line = cls.body.body[1]
    assert file.code(line) == "x: Mapped[int] = column( (1),\n        2)"
    assert str(file.origin(line, "r1")) == "m.py:8:5 (revision r1)"


def test_a_node_of_another_tree_is_somewhere_in_the_file() -> None:
    assert source("x = 1\n").locate(cst.Name("x")) == Location("m.py")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbfx = '\xc3\xa9'\n", "x = 'é'\n"),
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'\n", "# -*- coding: latin-1 -*-\nx = 'é'\n"),
        (b"#!/bin/x\n# vim: set fileencoding=cp1252 :\nx = '\x80'\n", "#!/bin/x\n# vim: set fileencoding=cp1252 :\nx = '€'\n"),
        (b"x = 1\n# coding: latin-1\n", "x = 1\n# coding: latin-1\n"),
        (b"", ""),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    file = source(data)
    assert file.text == text
    assert file.tree.code == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"x = '\xe9'\n", "cannot be decoded"),
        (b"x = 1\0\n", "null bytes"),
        (b"# coding: klingon\n", "cannot be decoded"),
        (b"# coding: rot13\n", "no text encoding"),
        (b"x = (\n", "cannot be parsed"),
        (b"def f():\nreturn\n", "cannot be parsed"),
        (b"print 'x'\n", "cannot be parsed"),
        (b"x = " + b"(" * 5000, "brackets are nested"),
        (b"x = " + b"[" * 300 + b"]" * 300, "brackets are nested"),
        (b"x = " + b"1 + " * 30000 + b"1\n", "operators in a row"),
        (b"if a: pass\n" + b"elif b: pass\n" * 30000, "elif clauses"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        _ = source(data).tree
    assert caught.value.location.path == "m.py"
    assert "\n" not in caught.value.message


def test_a_syntax_error_has_its_place() -> None:
    with pytest.raises(SourceError) as caught:
        _ = source("x = 1\ny = = 2\n").tree
    assert caught.value.location.line == 2


def test_a_missing_file_is_told() -> None:
    with pytest.raises(SourceError, match="No such file"):
        _ = Finder(MemoryFileSystem({}), ["/p"]).file("/p/m.py", "m").data


def test_a_long_sum_still_has_places() -> None:
    file = source("x = " + "'a' + " * 1500 + "'b'\n")
    assert file.locate(file.tree.body[0]).end_column == 5 + 6 * 1500 + 3


def test_the_collector_is_left_as_it_was() -> None:
    _ = source("x = 1\n").tree
    assert gc.isenabled()


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60) | st.text("()[]{}'\"\\\n\t #:=.,abc@\r\f\ufeff", max_size=60).map(str.encode))
def test_any_bytes_are_a_tree_or_a_source_error(data: bytes) -> None:
    file = source(data)
    try:
        tree = file.tree
    except SourceError as error:
        assert error.location.line >= 1  # noqa: PT017 - either end is fine
    else:
        for node in tree.body:
            assert file.locate(node).path == "m.py"
