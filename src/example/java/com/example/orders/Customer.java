package com.example.orders;

import dev.tidemark.annotation.Default;
import dev.tidemark.annotation.Id;
import dev.tidemark.annotation.Table;
import dev.tidemark.annotation.Unique;
import java.time.Instant;
import java.util.UUID;

/** Who orders. */
@Table(comment = "Who orders")
public record Customer(
        @Id @Default(sql = "gen_random_uuid()") UUID id,
        @Unique String email,
        String name,
        String phone,
        @Default(sql = "now()") Instant createdAt) {}
