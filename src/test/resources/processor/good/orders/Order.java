package com.example.orders;

import static dev.tidemark.annotation.Action.CASCADE;
import static dev.tidemark.annotation.SortOrder.ASC;
import static dev.tidemark.annotation.SortOrder.DESC;

import dev.tidemark.annotation.*;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Table(comment = "An order as the customer placed it; it's final")
@Index(members = {"customer", "createdAt"}, order = {ASC, DESC})
@Index(expression = "lower(email)", where = "status <> 'PAID'")
@Check(name = "total_positive", sql = "total >= 0")
record Order(
        @Id @Identity long id,
        @References(value = Customer.class, onDelete = CASCADE) UUID customer,
        @References(Address.class) @Nullable Long shipTo,
        String email,
        @Default(constant = "NEW") Status status,
        @Column(precision = 12, scale = 2) BigDecimal total,
        @Embedded(prefix = "bill_") Money bill,
        @Json @Default(constant = "{}") Map<String, String> tags,
        List<String> labels,
        @Column(renamedFrom = "created", comment = "When it was placed") @Default(sql = "now()") Instant createdAt) {}
