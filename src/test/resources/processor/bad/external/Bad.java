package com.example;

import dev.tidemark.annotation.*;
import java.math.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

@Table(external = true, renamedFrom = "old", comment = "no")
@Index(members = "id")
@Check(sql = "id > 0")
record Theirs(
        @Id long id,
        @References(Theirs.class) long other,
        @Default(constant = "1") int a,
        @Column(renamedFrom = "x", comment = "y") int b) {}

@View(external = true, sql = "select 1", renamedFrom = "old", comment = "no")
record TheirView(long id) {}
