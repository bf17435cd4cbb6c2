package dev.tidemark.spring.shop;

import dev.tidemark.annotation.Id;
import dev.tidemark.annotation.Table;

/** Something to buy. */
@Table
public record Product(@Id long id, String name) {}
