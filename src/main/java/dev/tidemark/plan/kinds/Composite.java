package dev.tidemark.plan.kinds;

import dev.tidemark.catalog.OtherObject;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A composite type's attributes, read from its object. */
public final class Composite {
    private Composite() {}

    /**
     * One attribute.
     *
     * @param collation empty where it is the type's own
     */
    public record Attribute(String name, String type, String collation, Optional<String> comment) {
        /** What follows {@code ADD ATTRIBUTE}. */
        public String definition() {
            return Sql.id(name) + " " + typed();
        }

        /** Its type with its collation. */
        public String typed() {
            return type + (collation.isEmpty() ? "" : " COLLATE " + collation);
        }

        /** Whether both have one type and one collation. */
        public boolean sameType(Attribute other) {
            return typed().equals(other.typed());
        }
    }

    /** The attributes in their order. */
    public static List<Attribute> attributes(OtherObject type) {
        List<Attribute> all = new ArrayList<>();
        for (String name : names(type.attribute("order"))) {
            all.add(new Attribute(
                    name,
                    type.attribute("attribute " + name),
                    type.attribute("collation of attribute " + name),
                    Optional.ofNullable(type.attributes().get("comment on attribute " + name))));
        }
        return all;
    }

    /** A list of identifiers, quoted where PostgreSQL quotes them. */
    private static List<String> names(String list) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == '"' && quoted && i + 1 < list.length() && list.charAt(i + 1) == '"') {
                name.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                names.add(name.toString());
                name.setLength(0);
                i++;
            } else {
                name.append(c);
            }
        }
        if (!list.isEmpty()) {
            names.add(name.toString());
        }
        return names;
    }
}
