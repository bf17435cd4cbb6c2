package dev.tidemark.schema;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;

/** The names of objects of kinds that are not modelled, which begin with what they are. */
public final class OtherNames {
    private static final String USING = " using ";

    private OtherNames() {}

    /** Its own name, without the words for its kind and without what else tells it from its likes; empty where it has none. */
    public static String bare(ObjectName object) {
        String name = object.name();
        if (object.kind() != ObjectKind.OTHER) {
            return name;
        }
        String label = OtherKinds.labelOf(name);
        if (label.equals("cast")) {
            return "";
        }
        String bare = name.length() > label.length() ? name.substring(label.length() + 1) : "";
        boolean indexed = label.equals("operator class") || label.equals("operator family");
        int using = indexed ? bare.lastIndexOf(USING) : -1;
        return using < 0 ? bare : bare.substring(0, using);
    }
}
