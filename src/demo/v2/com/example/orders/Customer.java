package com.example.orders;

import dev.tidemark.annotation.Column;
import dev.tidemark.annotation.Default;
import dev.tidemark.annotation.Id;
import dev.tidemark.annotation.Table;
import dev.tidemark.annotation.Unique;
import java.time.Instant;
import java.util.UUID;

/** Who orders. Version 2: {@code name} is called {@code full_name}, and {@code phone} is gone. */
@Table(comment = "Who orders")
public record Customer(
        @Id @Default(sql = "gen_random_uuid()") UUID id,
        @Unique String email,
        @Column(renamedFrom = "name") String fullName,
        @Default(sql = "now()") Instant createdAt) {}
