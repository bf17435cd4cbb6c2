package com.example.orders;

import dev.tidemark.annotation.Default;
import dev.tidemark.annotation.Embedded;
import dev.tidemark.annotation.Id;
import dev.tidemark.annotation.Json;
import dev.tidemark.annotation.Table;
import java.util.List;
import java.util.Map;

/** What can be ordered. */
@Table
public record Product(
        @Id String sku,
        String title,
        @Embedded(prefix = "price_") Money price,
        @Default(constant = "true") boolean active,
        @Default(constant = "{}") List<String> labels,
        @Json @Default(constant = "{}") Map<String, String> attributes) {}
