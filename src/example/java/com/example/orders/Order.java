package com.example.orders;

import dev.tidemark.annotation.Check;
import dev.tidemark.annotation.Default;
import dev.tidemark.annotation.Embedded;
import dev.tidemark.annotation.Id;
import dev.tidemark.annotation.Identity;
import dev.tidemark.annotation.Index;
import dev.tidemark.annotation.References;
import dev.tidemark.annotation.SortOrder;
import dev.tidemark.annotation.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An order as the customer placed it. */
@Table(name = "orders", comment = "An order as the customer placed it")
@Index(
        members = {"customer", "placedAt"},
        order = {SortOrder.ASC, SortOrder.DESC})
@Check(name = "orders_total_not_negative", sql = "total_amount >= 0")
@SuppressWarnings("TDM-L01") // addresses are never deleted
public record Order(
        @Id @Identity long id,
        @References(Customer.class) UUID customer,
        @References(Address.class) @Nullable Long shipTo,
        @Default(constant = "NEW") OrderStatus status,
        @Embedded(prefix = "total_") Money total,
        @Default(sql = "now()") Instant placedAt) {}
