package dev.tidemark.apply;

import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.SecretOptions;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Fingerprints;
import dev.tidemark.control.Inventory;
import dev.tidemark.report.Figures;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether a plan that somebody approved is still the plan: same declaration, same database, same statements. */
final class ApprovedPlanCheck {
    private static final int MAX_NAMED = 3;

    private ApprovedPlanCheck() {}

    /** A digest of the live objects that a plan is made from; those of other apps do not count. */
    static String fingerprint(Catalog live, Inventory known) {
        return fingerprint(Fingerprints.of(live), known);
    }

    /** @param live the fingerprints of what is there */
    static String fingerprint(SortedMap<ObjectName, String> live, Inventory known) {
        MessageDigest digest = sha256();
        live.forEach((object, fingerprint) -> {
            if (!known.foreign().containsKey(object)) {
                digest.update((object.kind() + "\0" + object.schema() + "\0" + object.name() + "\0" + object.member()
                                + "\0" + fingerprint + "\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Why the approved plan may not run, null where it may.
     *
     * @param now the plan of this moment, with the same options
     */
    static @Nullable Problem moved(Plan approved, Plan now) {
        if (!approved.app().equals(now.app())) {
            return refused("the approved plan is for app " + approved.app() + ", not for " + now.app());
        }
        if (!approved.hash().equals(now.hash())) {
            return refused("the declaration has moved: the plan is for version " + Figures.shortHash(approved.hash())
                    + ", declared is " + Figures.shortHash(now.hash()));
        }
        if (approved.fingerprint().isEmpty() || !approved.fingerprint().equals(now.fingerprint())) {
            return refused("the database has moved since the plan was made" + difference(approved, now));
        }
        if (!run(approved).equals(run(now))) {
            return refused("the rows, the server, the rights or the options have changed since the plan was made, and"
                    + " with them the plan" + difference(approved, now));
        }
        return null;
    }

    private static Problem refused(String why) {
        return Problem.of(
                "TDM-240",
                null,
                why + ". Nothing was run",
                null,
                null,
                List.of("tidemark plan --out FILE   make the plan again, and have it approved"));
    }

    /** What runs, and what of it is committed together; how long it may take is for each run to say. */
    private static List<String> run(Plan plan) {
        return plan.batches().stream()
                .map(batch -> batch.transactional() + ":"
                        + batch.statements().stream()
                                .map(s -> s.searchPath() + " " + s.shown())
                                .toList())
                .toList();
    }

    /** Which objects the two plans treat differently, as far as they do. */
    private static String difference(Plan approved, Plan now) {
        Set<String> objects = new TreeSet<>();
        Set<String> changes = changes(approved);
        now.changes().stream()
                .filter(change -> !changes.contains(line(change)))
                .forEach(change -> objects.add(change.object().display()));
        Set<String> present = changes(now);
        approved.changes().stream()
                .filter(change -> !present.contains(line(change)))
                .forEach(change -> objects.add(change.object().display()));
        now.problems().stream()
                .map(Problem::object)
                .filter(object -> object != null)
                .map(ObjectName::display)
                .forEach(objects::add);
        if (objects.isEmpty()) {
            return "";
        }
        int more = objects.size() - MAX_NAMED;
        return ": the plans differ in "
                + String.join(", ", objects.stream().limit(MAX_NAMED).toList())
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static Set<String> changes(Plan plan) {
        Set<String> lines = new TreeSet<>();
        plan.changes().forEach(change -> lines.add(line(change)));
        return lines;
    }

    private static String line(Plan.Change change) {
        return change.object() + "\0" + change.fate() + "\0"
                + change.sql().stream().map(SecretOptions::hidden).toList();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
