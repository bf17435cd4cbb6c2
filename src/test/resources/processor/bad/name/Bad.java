package com.example;

import dev.tidemark.annotation.*;
import java.math.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

@Table(name = "", schema = "information_schema")
record Empty(
        @Id long id,
        @Column(name = " blank") int a,
        @Column(name = "line\nbreak") int b,
        int xmin,
        int aMemberWhoseNameIsFarTooLongForPostgresSoThatItWouldBeCutOffSilently,
        @Column(renamedFrom = "ctid") int c) {}

@Table(name = "ein_sehr_langer_name_der_mit_umlauten_ueber_die_grenze_kommt_äöü")
@Check(name = "\t", sql = "id > 0")
@Index(members = "id", using = "")
record TooLong(@Id long id) {}
