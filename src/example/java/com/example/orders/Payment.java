package com.example.orders;

import dev.tidemark.annotation.Default;
import dev.tidemark.annotation.Embedded;
import dev.tidemark.annotation.EnumType;
import dev.tidemark.annotation.Id;
import dev.tidemark.annotation.Index;
import dev.tidemark.annotation.References;
import dev.tidemark.annotation.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Money received for an order. */
@Table
public record Payment(
        @Id @Default(sql = "gen_random_uuid()") UUID id,
        @Index @References(Order.class) long orderId,
        Method method,
        @Embedded(prefix = "paid_") Money paid,
        @Nullable String reference,
        @Default(sql = "now()") Instant paidAt) {

    /** How it was paid; text with a check, for a list that changes often. */
    @EnumType(asText = true)
    public enum Method {
        CARD,
        TRANSFER,
        INVOICE
    }
}
