"""Configuration of Sphinx."""

from __future__ import annotations

import schemaparity

project = "schemaparity"
author = "the schemaparity authors"
version = release = schemaparity.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.doctest"]
html_theme = "furo"
html_extra_path = ["check.schema.json", "dump.schema.json", "history.schema.json", "jsonl.schema.json"]  # at addresses that stay
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "description"
doctest_test_doctest_blocks = ""
nitpicky = False
