package com.example;

import dev.tidemark.annotation.*;
import java.math.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

@Table
record Defaults(
        @Id long id,
        @Default(constant = "1", sql = "1") int a,
        @Default int b,
        @Default(constant = "one") int c,
        @Default(constant = "yes") boolean d,
        @Default(constant = "C") Letter e,
        @Default(constant = "x") UUID f,
        @Default(sql = " ") int g,
        @Default(constant = "1,5") BigDecimal h) {}

enum Letter { A, B }
