package dev.tidemark.catalog;

import dev.tidemark.ObjectName;

/** What a catalog holds under a name of its own. Columns, constraints and indexes are parts of their relation. */
public sealed interface CatalogObject permits SchemaInfo, Table, View, EnumType, Sequence, OtherObject {
    /** Its identity: no two objects of a catalog have the same one. */
    ObjectName object();
}
