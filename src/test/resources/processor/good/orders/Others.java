package com.example.orders;

import dev.tidemark.annotation.*;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Table
record Customer(@Id @Default(sql = "gen_random_uuid()") UUID id, @Unique @Column(length = 320) String email, @Nullable String name) {}

@Table
record Address(@Id @Identity(byDefault = true) long id, @References(Customer.class) UUID customer, String street) {}

enum Status { NEW, PAID }

record Money(@Column(precision = 12, scale = 2) BigDecimal amount, @Column(length = 3) @Default(constant = "EUR") String currency) {}
