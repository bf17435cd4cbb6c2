package com.example;

import dev.tidemark.annotation.*;
import java.math.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

@Table(renamedFrom = "first")
record First(@Id long id, @Column(renamedFrom = "id2") int id2) {}

@Table(renamedFrom = "first")
record Second(@Id long id, @Column(renamedFrom = "id") int a, @Column(renamedFrom = "x") int b, @Column(renamedFrom = "x") int c) {}

@View(renamedFrom = "second", sql = "select 1")
interface Third {}

@EnumType(renamedFrom = "kind")
enum Kind { A }
