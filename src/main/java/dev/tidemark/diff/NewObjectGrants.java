package dev.tidemark.diff;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.AccessList;
import dev.tidemark.catalog.AccessList.Grant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** What others may do with an object as soon as it is created. */
public final class NewObjectGrants {
    private NewObjectGrants() {}

    /**
     * By the default privileges of its creator, or by what PostgreSQL gives everybody.
     *
     * @param live default privileges among others
     * @param creator the role that creates it
     */
    public static List<Grant> of(SortedMap<ObjectName, AccessList> live, String creator, ObjectName object) {
        if (object.kind() == ObjectKind.OTHER) {
            // No default privileges speak of foreign servers and their wrappers.
            return List.of();
        }
        String kind = " on "
                + switch (object.kind()) {
                    case SEQUENCE -> "sequences";
                    case FUNCTION -> "functions";
                    case TYPE -> "types";
                    case SCHEMA -> "schemas";
                    default -> "tables";
                };
        List<Grant> grants = new ArrayList<>();
        boolean global = false;
        for (AccessList list : live.values()) {
            if (list.isDefaults()
                    && list.owner().equals(creator)
                    && list.object().name().endsWith(kind)) {
                String schema = list.object().schema();
                global |= schema.isEmpty();
                if (schema.isEmpty() || schema.equals(object.schema())) {
                    grants.addAll(list.grants());
                }
            }
        }
        if (!global) {
            grants.addAll(everybodys(kind.endsWith("functions"), kind.endsWith("types")));
        }
        return grants;
    }

    static List<Grant> everybodys(boolean functions, boolean types) {
        return functions || types
                ? List.of(new Grant("", "", functions ? "EXECUTE" : "USAGE", false, false, true))
                : List.of();
    }
}
