package com.example;

import dev.tidemark.annotation.*;
import java.math.*;
import java.util.*;
import org.jspecify.annotations.Nullable;

class Stranger {}

@Table
@SuppressWarnings("TDM-147")
record Keyless(String name) {}

@Table
record Target(@Id UUID id, @Unique String code, int plain, int a, int b) {}

@Table
@Unique(members = {"a", "b"})
record Composite(@Id long a, @Id long b, int c) {}

@Table
@ForeignKey(members = {"one", "two"}, references = Composite.class, referencedMembers = "a")
@ForeignKey(members = {"one", "two"}, references = Composite.class, referencedMembers = {"a", "c"})
@ForeignKey(members = {"one", "missing"}, references = Composite.class)
@ForeignKey(members = {}, references = Composite.class)
@ForeignKey(members = {"one", "one"}, references = Composite.class, onDelete = Action.SET_NULL)
record Source(
        @Id long id,
        @References(Stranger.class) long stranger,
        @References(int.class) long primitive,
        @References(Keyless.class) String keyless,
        @References(Target.class) long wrongType,
        @References(value = Target.class, member = "plain") int noKey,
        @References(value = Target.class, member = "id_") UUID noMember,
        @References(Composite.class) long tooFew,
        @References(value = Target.class, member = "code", onDelete = Action.SET_NULL) String full,
        long one,
        long two) {}
