package com.example.orders;

import dev.tidemark.annotation.Column;
import java.math.BigDecimal;

/** An amount in a currency; two columns wherever it is embedded. */
public record Money(
        @Column(precision = 12, scale = 2) BigDecimal amount,
        @Column(length = 3) String currency) {}
