package com.example;

import dev.tidemark.annotation.*;
import java.math.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

@Table
class Nothing {
    static int a;
    transient int b;
    @Ignored
    int c;
}

@View(external = true)
interface Seen {}
