package com.example;

import dev.tidemark.annotation.*;
import java.math.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

@Table
record Outer(@Id long id, @Embedded NotARecord a, @Embedded Loop b, @Embedded @Column(name = "x") @Unique Fine c, @Embedded String d) {}

class NotARecord {}

record Loop(int x, @Embedded Loop again) {}

record Fine(int fine) {}
