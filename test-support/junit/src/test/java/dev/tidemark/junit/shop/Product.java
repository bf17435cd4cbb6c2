package dev.tidemark.junit.shop;

import dev.tidemark.annotation.Id;
import dev.tidemark.annotation.Table;
import dev.tidemark.annotation.Unique;

/** Something to buy. */
@Table
public record Product(@Id long id, @Unique String name) {}
