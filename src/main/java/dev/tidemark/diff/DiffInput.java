package dev.tidemark.diff;

import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.schema.Hint;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a diff depends on.
 *
 * @param live what is there
 * @param declared what should be (a shadow's catalog)
 * @param managed live objects that may be altered or dropped although they are not declared: those this app created or adopted ({@code tidemark.object}),
 *     or everything in the schemas where {@code adopt = schema}. Objects that are both live and declared are always compared.
 * @param hints renames and externals of the declaration
 * @param renamedAway names that this app renamed away earlier, to what they became ({@code object.previous_name})
 * @param foreign objects that another app manages, with its name; declaring one is a problem
 */
public record DiffInput(
        Catalog live,
        Catalog declared,
        Set<ObjectName> managed,
        List<Hint> hints,
        Map<ObjectName, String> renamedAway,
        Map<ObjectName, String> foreign) {}
