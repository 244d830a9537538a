"""From mentions to rows: one module a table, each a pure function ``(document, found) -> list[Row]``."""
