package com.example;

import dev.tidemark.annotation.*;
import java.math.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

@View
record NoQuery(long id) {}

@View(sql = " ; ")
record Blank(long id) {}
