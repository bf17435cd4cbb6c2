package com.example.keys;

import dev.tidemark.annotation.*;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Table
@Unique(members = {"country", "code"})
@Unique(members = {"name", "at.lat", "at.lon"}, name = "place_is_unique")
@Index(members = {"code", "country"}, unique = true, include = "name")
@Index(members = "tags", using = "gin")
@Index(expression = "name || code", order = SortOrder.DESC)
@Index(members = "name", operatorClasses = "text_pattern_ops", where = "name is not null")
record Place(
        @Id String country,
        @Id String city,
        @Unique @Index String name,
        String code,
        List<String> tags,
        @Embedded Point at) {}

record Point(double lat, @Check(sql = "lon >= -180") @Check(sql = "lon <= 180") double lon) {}

@Table
@ForeignKey(members = {"country", "city"}, references = Place.class, onUpdate = Action.CASCADE)
@ForeignKey(
        members = {"code", "country"},
        references = Place.class,
        referencedMembers = {"code", "country"},
        onDelete = Action.SET_DEFAULT,
        name = "visit_code")
@Check(sql = "country <> city")
record Visit(@Id @Embedded(prefix = "key_") VisitKey key, String country, String city, String code) {}

record VisitKey(long number, @Default(constant = "0") int line) {}

@Table
record Employee(
        @Id @Identity int id,
        @References(Employee.class) @Nullable Integer boss,
        @References(value = Department.class, onDelete = Action.RESTRICT) int department,
        @References(value = Place.class, member = "name", onDelete = Action.SET_NULL) @Nullable String seat) {}

@Table
record Department(
        @Id @Identity int id,
        @References(value = Employee.class, onDelete = Action.SET_NULL) @Nullable Integer head) {}
