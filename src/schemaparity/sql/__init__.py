"""SQL text to statements and normal forms, one file a dialect; the only importer of SQL parsers."""
