package dev.tidemark.report;

import dev.tidemark.Consent;
import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Plan;
import dev.tidemark.Rename;
import dev.tidemark.SyncOptions;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A plan in a file, for somebody to look at and a later {@link Tidemark#sync(Plan)}: the document of {@link Reports#of(Plan)} and the {@code options} that the
 * plan depends on. The declaration is not in it; its hash is.
 *
 * @param plan with a fingerprint
 * @param mode {@link Mode#SAFE} where data loss is withheld
 * @param adopt which undeclared objects it manages
 * @param schemas managed as a whole
 * @param privileges whose privileges it manages
 * @param consent what whoever made the plan allowed
 * @param renames said beside the declaration
 */
public record ApprovedPlan(
        Plan plan,
        Mode mode,
        SyncOptions.Adopt adopt,
        List<String> schemas,
        SyncOptions.Privileges privileges,
        Consent consent,
        List<Rename> renames) {
    public ApprovedPlan {
        schemas = List.copyOf(schemas);
        renames = List.copyOf(renames);
    }

    /** A plan that was made with these options. */
    public static ApprovedPlan of(Plan plan, SyncOptions options) {
        return new ApprovedPlan(
                plan,
                options.mode(),
                options.adopt(),
                options.schemas(),
                options.privileges(),
                options.consent(),
                options.renames());
    }

    /** These options with those that the plan depends on. */
    public SyncOptions apply(SyncOptions options) {
        return options.withMode(mode)
                .withAdopt(adopt)
                .withSchemas(schemas)
                .withPrivileges(privileges)
                .withAllowed(consent.hazards())
                .withDrops(consent.drops())
                .withRewrites(consent.rewrites())
                .withRuns(consent.runs())
                .withRenames(renames);
    }

    /** With more that is allowed. */
    public ApprovedPlan with(Consent more) {
        return new ApprovedPlan(plan, mode, adopt, schemas, privileges, consent.and(more), renames);
    }

    /** The document, for {@link Json}. */
    public Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        options.put("mode", word(mode));
        options.put("adopt", word(adopt));
        options.put("schemas", schemas);
        options.put("privileges", word(privileges));
        options.put("allow", sorted(consent.hazards().stream().map(Enum::name).toList()));
        options.put("drop", sorted(consent.drops()));
        options.put("rewrite", sorted(consent.rewrites()));
        options.put("run", sorted(consent.runs()));
        options.put("rename", renames.stream().map(Rename::toString).toList());
        Map<String, @Nullable Object> document = Reports.of(plan);
        document.put("options", options);
        return document;
    }

    /**
     * Reads what {@link #document} wrote.
     *
     * @throws TidemarkException TDM-651 where the text is no such document
     */
    public static ApprovedPlan read(String text) {
        try {
            if (!(Json.read(text) instanceof Map<?, ?> document) || !(document.get("options") instanceof Map<?, ?> o)) {
                throw new IllegalArgumentException("no plan with \"options\"");
            }
            Plan plan = ReportReader.plan(document);
            EnumSet<Hazard> hazards = EnumSet.noneOf(Hazard.class);
            texts(o, "allow").forEach(name -> hazards.add(Hazard.valueOf(name)));
            return new ApprovedPlan(
                    plan,
                    constant(o, "mode", Mode.class),
                    constant(o, "adopt", SyncOptions.Adopt.class),
                    texts(o, "schemas"),
                    constant(o, "privileges", SyncOptions.Privileges.class),
                    new Consent(
                            hazards,
                            Set.copyOf(texts(o, "drop")),
                            Set.copyOf(texts(o, "rewrite")),
                            o.containsKey("run") ? Set.copyOf(texts(o, "run")) : Set.of()),
                    texts(o, "rename").stream().map(Rename::of).toList());
        } catch (IllegalArgumentException e) {
            throw TidemarkException.of(
                    "TDM-651", "it is no plan: " + e.getMessage(), "tidemark plan --out FILE   writes one");
        }
    }

    private static List<String> texts(Map<?, ?> options, String field) {
        if (!(options.get(field) instanceof List<?> list)) {
            throw new IllegalArgumentException("\"" + field + "\" is missing");
        }
        return list.stream().map(String::valueOf).toList();
    }

    private static <E extends Enum<E>> E constant(Map<?, ?> options, String field, Class<E> type) {
        return Enum.valueOf(type, String.valueOf(options.get(field)).toUpperCase(Locale.ROOT));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> sorted(Iterable<String> names) {
        TreeSet<String> sorted = new TreeSet<>();
        names.forEach(sorted::add);
        return List.copyOf(sorted);
    }
}
