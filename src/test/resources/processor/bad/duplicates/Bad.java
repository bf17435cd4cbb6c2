package com.example;

import dev.tidemark.annotation.*;
import java.math.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

@Table(name = "thing")
record First(@Id long id) {}

@Table(name = "thing")
record Second(@Id long id) {}

@View(name = "thing", sql = "select 1")
record Third() {}

@EnumType(name = "thing")
enum Fourth { A }

@Table
record Columns(
        @Id long id,
        @Column(name = "id") int other,
        int aB,
        int a_b,
        @Embedded Money gross,
        @Embedded Money net) {}

record Money(int amount) {}

class Base {
    @Id
    long id;
}

@Table
class Hides extends Base {
    long id;
}

@Table
@Index(name = "taken", members = "a")
@Index(name = "hides", members = "b")
@Unique(name = "taken", members = "b")
@Check(name = "rule", sql = "a > 0")
@Check(name = "rule", sql = "b > 0")
record Names(@Id long id, int a, @Index(name = "taken") int b) {}
