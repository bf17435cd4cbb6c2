package com.example;

import dev.tidemark.annotation.*;
import java.math.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

@Table
record Broken(@Id long id, Missing missing, @References(Gone.class) long gone, @Embedded Nowhere nowhere) {}

@Table
class Child extends Lost {}
