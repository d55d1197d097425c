"""The keys under which the overlays note things in the `.info` of SQLAlchemy objects."""

from __future__ import annotations

FIELDS = "schemaparity.unknown"
"""Of a column or index: field name to Unknown."""
UNKNOWNS = "schemaparity.unknowns"
"""Of a table or column: what the table may have besides what is known."""
CLIENT_DEFAULT = "schemaparity.client_default"
"""Of a column: the text of its client-side default."""
COLLATION = "_schemaparity_collation"
"""Of a text type, as an attribute: the Unknown that its collation is."""
SPATIAL_INDEX = "schemaparity.spatial_index"
"""Of a column: geoalchemy2 makes a GiST index for it when its table is created."""
DOUBT = "schemaparity.doubt"
"""Of a table: why it may not be declared at all."""
