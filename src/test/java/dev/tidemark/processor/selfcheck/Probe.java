package dev.tidemark.processor.selfcheck;

import dev.tidemark.annotation.Id;
import dev.tidemark.annotation.Table;
import org.jspecify.annotations.Nullable;

/** A table. */
@Table
record Probe(@Id long id, @Nullable String note) {}
