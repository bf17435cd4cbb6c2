package com.example;

import dev.tidemark.annotation.*;
import java.math.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

@Table
record Sizes(
        @Id long id,
        @Column(precision = 5) int a,
        @Column(scale = 2) BigDecimal b,
        @Column(precision = 5, scale = 6) BigDecimal c,
        @Column(precision = 1001) BigDecimal d,
        @Column(precision = 0) BigDecimal e,
        @Column(length = 10) BigDecimal f,
        @Column(length = 0) String g,
        @Column(length = 5) UUID h,
        @Column(type = "text", length = 5) String i,
        @Column(type = "") String j,
        @Json @Column(length = 3) String k,
        @Column(precision = 3, length = 3) BigDecimal l) {}
