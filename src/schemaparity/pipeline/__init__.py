"""The whole tool on one screen: discover, read the models, replay the migrations, compare, report."""

from schemaparity.pipeline.blaming import blame
from schemaparity.pipeline.checking import check, history, migrations, models
from schemaparity.pipeline.rendering import FORMATS, render, render_schema
from schemaparity.pipeline.selection import Selection, baseline_path

__all__ = ["FORMATS", "Selection", "baseline_path", "blame", "check", "history", "migrations", "models", "render", "render_schema"]
