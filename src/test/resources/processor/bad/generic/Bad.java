package com.example;

import dev.tidemark.annotation.*;
import java.math.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

@Table
record Box<T>(@Id long id, T content) {}

class Base<T> {
    @Id
    T id;
}

@Table
class Derived extends Base<Long> {}
