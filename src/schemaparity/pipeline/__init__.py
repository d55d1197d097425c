"""The whole tool on one screen: discover, read the models, replay the migrations, compare, report."""

from schemaparity.pipeline.blaming import blame
from schemaparity.pipeline.checking import check, history, migrations, models
from schemaparity.pipeline.known import baseline_path
from schemaparity.pipeline.rendering import FOR_PEOPLE, FORMATS, View, line_reader, render, render_schema
from schemaparity.pipeline.reviewing import Review, review
from schemaparity.pipeline.surveying import Survey, survey

__all__ = [
    "FORMATS",
    "FOR_PEOPLE",
    "Review",
    "Survey",
    "View",
    "baseline_path",
    "blame",
    "check",
    "history",
    "line_reader",
    "migrations",
    "models",
    "render",
    "render_schema",
    "review",
    "survey",
]
