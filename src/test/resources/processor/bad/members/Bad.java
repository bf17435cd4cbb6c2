package com.example;

import dev.tidemark.annotation.*;
import java.math.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

@Table
@Unique(members = "nope")
@Unique
@Index(members = {"id", "created_at"}, order = {SortOrder.ASC, SortOrder.ASC, SortOrder.DESC}, include = "gone")
@Index(members = "id", expression = "id + 1")
@Index
@Index(expression = " ", operatorClasses = {"a", "b"})
@Check(sql = "")
record Things(
        @Id long id,
        java.time.Instant createdAt,
        @Unique(members = "id") int a,
        @Index(expression = "a") int b,
        @Check(sql = " ") int c) {}
