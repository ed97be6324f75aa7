//! The reader and the schema read the same tables.
