package com.other;

import dev.tidemark.annotation.*;

@Table
record Two(@Id long id) {}
