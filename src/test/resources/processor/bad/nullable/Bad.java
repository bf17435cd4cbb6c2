package com.example;

import dev.tidemark.annotation.*;
import java.math.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

@Table
record Source(@Id long id, @Sources.Nullable String note) {}

class Sources {
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.SOURCE)
    @interface Nullable {}
}
