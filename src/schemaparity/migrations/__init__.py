"""The migration side: revision files, their graph, and the replay that ends in a Schema."""

from schemaparity.migrations.graph import RevisionGraph
from schemaparity.migrations.replay import replay
from schemaparity.migrations.revision_files import Revision, read_revisions
from schemaparity.migrations.side import MigrationSide

__all__ = ["MigrationSide", "Revision", "RevisionGraph", "read_revisions", "replay"]
