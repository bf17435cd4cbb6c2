package com.example.orders;

import dev.tidemark.annotation.Action;
import dev.tidemark.annotation.Check;
import dev.tidemark.annotation.Column;
import dev.tidemark.annotation.Id;
import dev.tidemark.annotation.Identity;
import dev.tidemark.annotation.Index;
import dev.tidemark.annotation.References;
import dev.tidemark.annotation.Table;
import java.util.UUID;

/** Where a customer has things sent. */
@Table
@Check(name = "address_country_is_iso", sql = "country ~ '^[A-Z]{2}$'")
public record Address(
        @Id @Identity long id,

        @Index @References(value = Customer.class, onDelete = Action.CASCADE)
        UUID customer,

        String street,
        String city,
        @Column(length = 2) String country) {}
