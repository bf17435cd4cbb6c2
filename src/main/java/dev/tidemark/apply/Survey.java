package dev.tidemark.apply;

import dev.tidemark.Plan;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.diff.Diff;

/** What one look at the database found: both catalogs, what differs, and what to do about it. */
record Survey(Catalog live, Catalog declared, Diff diff, Plan plan) {}
