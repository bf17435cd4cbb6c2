package dev.tidemark.cli;

import dev.tidemark.Consent;
import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.LockMode;
import dev.tidemark.ObjectKind;
import dev.tidemark.Plan;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncStatus;
import dev.tidemark.report.Figures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan as a tree: what happens, what is dangerous and why, how long, what to do. */
final class PlanPrinter {
    private static final int MANY_LINES = 40;
    private static final int RIGHT_COLUMN = 46;

    /** So many adopted objects are named. */
    private static final int MAX_ADOPTED = 12;

    private static final List<ObjectKind> SMALL =
            List.of(ObjectKind.SCHEMA, ObjectKind.EXTENSION, ObjectKind.TYPE, ObjectKind.SEQUENCE);

    private final Plan plan;
    private final Where where;
    private final Style style;
    private final Consent given;

    PlanPrinter(Plan plan, Where where, Style style) {
        this(plan, where, style, Consent.NONE);
    }

    /** {@code given}: what is allowed already. */
    PlanPrinter(Plan plan, Where where, Style style, Consent given) {
        this.plan = plan;
        this.where = where;
        this.style = style;
        this.given = given;
    }

    /**
     * All of it.
     *
     * @param all whether tables are shown in full however many lines that takes
     * @param sync what to type for a sync, such as {@code tidemark sync}
     * @param goesOn whether the caller goes on by itself, so that nobody need type it
     */
    String print(boolean all, String sync, boolean goesOn) {
        List<String> lines = new ArrayList<>();
        lines.add(style.wrap(header(), 2));
        List<String> tree = tree(all);
        lines.addAll(tree.size() > MANY_LINES && !all ? summedUp() : tree);
        adoption().ifPresent(lines::add);
        adoptionChanges().ifPresent(lines::add);
        for (String note : plan.notes()) {
            lines.add(style.wrap("  " + style.dim("note") + " " + note, 7));
        }
        if (plan.blocked()) {
            lines.add("Plan: blocked, " + Figures.count(plan.problems().size(), "problem") + ". Nothing was run.");
        } else {
            lines.add(style.wrap(summary(goesOn ? "" : sync), 2));
            String ways = waysOut(sync);
            if (!ways.isEmpty()) {
                lines.add(ways);
            }
        }
        return style.show(String.join("\n", lines)) + "\n";
    }

    /** One line for a plan that changes nothing. */
    String inSync(Duration took) {
        StatusReport status = where.status();
        String recorded = status == null || status.recordedAt() == null
                ? ", not recorded yet: tidemark sync"
                : ", recorded " + Figures.minute(status.recordedAt());
        List<String> lines = new ArrayList<>();
        lines.add(style.wrap(
                style.good("✓") + " " + plan.app() + " is in sync: "
                        + Figures.count(plan.entries().size(), "object") + ", version "
                        + Figures.shortHash(plan.hash()) + recorded + " (" + Figures.time(took) + ")",
                2));
        adoption().ifPresent(lines::add);
        for (String note : plan.notes()) {
            lines.add(style.wrap("  " + style.dim("note") + " " + note, 7));
        }
        return style.show(String.join("\n", lines)) + "\n";
    }

    /** Where nothing was ever recorded, what is declared and there already is taken over by the sync: this says of what. */
    private Optional<String> adoption() {
        StatusReport status = where.status();
        if (status == null || status.currentHash() != null || plan.blocked()) {
            return Optional.empty();
        }
        List<Plan.Entry> there = plan.entries().stream()
                .filter(e -> e.action() == Plan.Action.IN_SYNC || e.action() == Plan.Action.ALTER)
                .filter(e -> e.object().kind() != ObjectKind.SCHEMA)
                .toList();
        if (there.isEmpty()) {
            return Optional.empty();
        }
        String names = there.stream()
                .limit(MAX_ADOPTED)
                .map(e -> e.object().toString())
                .collect(Collectors.joining(", "));
        int more = there.size() - MAX_ADOPTED;
        return Optional.of(style.wrap(
                "  adopts " + Figures.count(there.size(), "object") + " that " + (there.size() == 1 ? "is" : "are")
                        + " there already and will belong to " + plan.app() + ": " + names
                        + (more > 0 ? " … and " + more + " more" : ""),
                9));
    }

    /** What the sync does to what it takes over, beside what it adds: one line, however many changes that are. */
    private Optional<String> adoptionChanges() {
        return adoptionNote()
                .map(note -> style.wrap(
                        "  " + style.bad("!") + " " + note.hazard() + "  " + note.why() + "   "
                                + style.dim("→ " + note.wayOut()),
                        4));
    }

    private Optional<HazardNote> adoptionNote() {
        return plan.changes(Plan.Fate.APPLY).stream()
                .flatMap(change -> change.hazards().stream())
                .filter(note -> note.hazard().isOfWholePlan())
                .findFirst();
    }

    private String header() {
        StatusReport status = where.status();
        String state = "";
        if (status != null) {
            String current = status.currentHash();
            state = current == null
                    ? ": never synced"
                    : ": version " + Figures.shortHash(current)
                            + (status.recordedAt() == null ? "" : ", recorded " + Figures.minute(status.recordedAt()));
            if (status.status() == SyncStatus.SUPERSEDED) {
                state += "; it succeeded this version (" + Figures.shortHash(plan.hash())
                        + "), and a sync would make this one current again";
            }
        }
        return "app " + plan.app() + ", database " + where.database() + " at " + where.server() + " (PostgreSQL "
                + where.serverVersion() + ")" + state;
    }

    private List<String> tree(boolean all) {
        List<String> lines = new ArrayList<>();
        Map<ObjectKind, List<String>> small = new LinkedHashMap<>();
        for (Plan.Entry entry : entries()) {
            if (isSmall(entry)) {
                small.computeIfAbsent(entry.object().kind(), k -> new ArrayList<>())
                        .add(entry.object().display());
            }
        }
        small.forEach((kind, names) -> lines.add(style.wrap(
                "  " + style.sign(Plan.Action.CREATE) + " " + kind.label() + " " + String.join(", ", names),
                5 + kind.label().length())));
        for (Plan.Entry entry : entries()) {
            if (entry.action() != Plan.Action.IN_SYNC && !isSmall(entry)) {
                lines.addAll(entry(entry, all));
            }
        }
        return lines;
    }

    /** Small things first, then tables, then what stands upon them; otherwise as planned. */
    private List<Plan.Entry> entries() {
        return plan.entries().stream()
                .sorted(Comparator.comparingInt(e -> rank(e.object().kind())))
                .toList();
    }

    private static int rank(ObjectKind kind) {
        int small = SMALL.indexOf(kind);
        return small >= 0 ? small : kind == ObjectKind.TABLE ? SMALL.size() : SMALL.size() + 1;
    }

    /** New types, sequences and the like without hazards share a line. */
    private static boolean isSmall(Plan.Entry entry) {
        return entry.action() == Plan.Action.CREATE
                && SMALL.contains(entry.object().kind())
                && entry.changes().stream().allMatch(c -> c.hazards().isEmpty() && c.fate() == Plan.Fate.APPLY);
    }

    private List<String> entry(Plan.Entry entry, boolean all) {
        List<Plan.Change> own = entry.changes().stream()
                .filter(c -> c.object().equals(entry.object()))
                .toList();
        List<Plan.Change> members = entry.changes().stream()
                .filter(c -> !c.object().equals(entry.object()))
                .toList();
        boolean merged = own.size() == 1
                && own.get(0).action() == entry.action()
                && (members.isEmpty() || entry.action() == Plan.Action.CREATE);
        List<String> lines = new ArrayList<>();
        lines.add(row(2, entryLeft(entry), merged ? entryRight(entry, own.get(0)) : size(entry)));
        if (merged) {
            hazards(lines, own.get(0), 6);
        } else {
            own.forEach(c -> change(lines, entry, c));
        }
        for (Plan.Change change : members) {
            if (entry.action() != Plan.Action.CREATE || all || !change.hazards().isEmpty()) {
                change(lines, entry, change);
            }
        }
        return lines;
    }

    private String entryLeft(Plan.Entry entry) {
        String renamed = entry.renamedFrom() == null ? "" : entry.renamedFrom() + " → ";
        return style.sign(entry.action()) + " "
                + Style.pad(entry.object().kind().label(), 5) + " " + renamed
                + entry.object().display();
    }

    private String entryRight(Plan.Entry entry, Plan.Change change) {
        List<String> parts = new ArrayList<>();
        String summary = unprefixed(change.summary(), entry.object().kind().label());
        if (!summary.isEmpty()) {
            parts.add(summary);
        }
        String size = size(entry);
        if (!size.isEmpty()) {
            parts.add(size);
        }
        if (entry.action() != Plan.Action.CREATE || change.cost() != CostClass.INSTANT) {
            parts.add(time(change));
        }
        return String.join(", ", parts) + fate(change);
    }

    /** {@code view with 3 columns} without the kind, which stands at the beginning of the line. */
    private static String unprefixed(String summary, String kind) {
        if (summary.equals(kind)) {
            return "";
        }
        String with = kind + " with ";
        return summary.startsWith(with) ? summary.substring(with.length()) : summary;
    }

    private static String size(Plan.Entry entry) {
        List<String> parts = new ArrayList<>();
        entry.rows().ifPresent(rows -> parts.add(Figures.count(rows, "row")));
        entry.bytes().ifPresent(bytes -> parts.add(Figures.bytes(bytes)));
        return String.join(", ", parts);
    }

    private void change(List<String> lines, Plan.Entry entry, Plan.Change change) {
        String left = style.sign(change.action()) + " " + said(entry, change);
        lines.add(row(6, left, style.dim(time(change)) + fate(change)));
        hazards(lines, change, 10);
    }

    /** {@code column note  text}: summaries of members begin with kind and name where that reads better. */
    private static String said(Plan.Entry entry, Plan.Change change) {
        String kind = change.object().kind().label();
        if (change.object().equals(entry.object()) || change.summary().startsWith(kind + " ")) {
            return change.summary();
        }
        String member = change.object().member();
        String name = kind + " " + (member.isEmpty() ? change.object().display() : member);
        return change.summary().isEmpty() ? name : name + "  " + change.summary();
    }

    private void hazards(List<String> lines, Plan.Change change, int indent) {
        for (HazardNote note : change.hazards()) {
            if (note.hazard().isOfWholePlan()) {
                // Said once, of all changes together.
                continue;
            }
            String sign = note.requiresApproval() ? style.bad("!") : style.warn("!");
            lines.add(style.wrap(" ".repeat(indent) + sign + " " + note.hazard() + "  " + note.why(), indent + 2));
            if (!note.wayOut().isEmpty()) {
                lines.add(style.wrap(" ".repeat(indent + 2) + style.dim("→ " + note.wayOut()), indent + 4));
            }
        }
    }

    private String row(int indent, String left, String right) {
        String start = " ".repeat(indent) + left;
        if (Style.visible(right) == 0) {
            return style.wrap(start, indent + 4);
        }
        String line = Style.pad(start, RIGHT_COLUMN) + "  " + right;
        boolean fits = Style.visible(line) <= style.width() && line.indexOf('\n') < 0;
        return fits ? line : style.wrap(start + "  " + right, indent + 4);
    }

    private String fate(Plan.Change change) {
        return switch (change.fate()) {
            case APPLY -> "";
            case WITHHELD -> ", " + style.warn("withheld");
            case DEFERRED -> ", " + style.warn("deferred");
            case BLOCKED -> ", " + style.bad("✗ blocked");
        };
    }

    /** How long, and who has to wait meanwhile. */
    private String time(Plan.Change change) {
        if (change.action() == Plan.Action.RUN) {
            return "as long as its SQL takes";
        }
        Duration estimate = change.estimate();
        String about = estimate == null ? "" : Figures.about(estimate) + ", ";
        return switch (change.cost()) {
            case INSTANT -> "at once";
            case ONLINE -> about + "nobody waits";
            case BLOCKING -> about + waiting(plan.lockOf(change));
        };
    }

    private static String waiting(LockMode lock) {
        return switch (lock) {
            case NONE, ACCESS_SHARE, SHARE_UPDATE_EXCLUSIVE -> "nobody waits";
            case SHARE, SHARE_ROW_EXCLUSIVE -> "writers wait (" + lock.name().replace('_', ' ') + ")";
            case ACCESS_EXCLUSIVE -> "nobody reads or writes it meanwhile (ACCESS EXCLUSIVE)";
        };
    }

    /** One line for each object with the number of its changes; what has a hazard is shown in full. */
    private List<String> summedUp() {
        List<String> lines = new ArrayList<>();
        for (Plan.Entry entry : entries()) {
            if (entry.action() == Plan.Action.IN_SYNC) {
                continue;
            }
            boolean several =
                    entry.action() == Plan.Action.ALTER || entry.changes().size() > 1;
            String right = several ? Tally.of(entry).toString() : "";
            String size = size(entry);
            lines.add(row(2, entryLeft(entry), right + (right.isEmpty() || size.isEmpty() ? "" : ", ") + size));
            for (Plan.Change change : entry.changes()) {
                boolean said =
                        change.hazards().stream().allMatch(note -> note.hazard().isOfWholePlan());
                if (!said || change.fate() != Plan.Fate.APPLY) {
                    change(lines, entry, change);
                }
            }
        }
        lines.add(style.wrap("  … summed up: every change by --all, the statements by --sql", 4));
        return lines;
    }

    private String summary(String next) {
        List<String> parts = new ArrayList<>();
        parts.add("Plan: " + Tally.of(plan) + ".");
        parts.add(hazardCount() + ".");
        int withheld = plan.changes(Plan.Fate.WITHHELD).size();
        int deferred = plan.changes(Plan.Fate.DEFERRED).size();
        if (withheld > 0) {
            parts.add("Withheld: " + withheld + ".");
        }
        if (deferred > 0) {
            parts.add("Deferred to a later run: " + deferred + ".");
        }
        if (!plan.batches().isEmpty()) {
            parts.add(style.dim(effort()) + ".");
        }
        if (!next.isEmpty()) {
            parts.add("Nothing was run.");
            parts.add("  " + Style.typed("Apply: " + next));
        }
        return String.join(" ", parts);
    }

    private String hazardCount() {
        // What an adoption changes is one of them, however many changes that are.
        List<HazardNote> notes = Stream.concat(
                        plan.changes(Plan.Fate.APPLY).stream()
                                .flatMap(c -> c.hazards().stream())
                                .filter(note -> !note.hazard().isOfWholePlan()),
                        adoptionNote().stream())
                .toList();
        long word = plan.changes(Plan.Fate.APPLY).stream()
                        .mapToLong(c -> c.hazards().stream()
                                .filter(note -> !note.hazard().isOfWholePlan() && !given.covers(c.object(), note))
                                .count())
                        .sum()
                + (open("--allow").isEmpty() ? 0 : 1);
        if (notes.isEmpty()) {
            return plan.changes(Plan.Fate.WITHHELD).isEmpty() ? "No hazards" : "No hazards in what runs";
        }
        String count = Figures.count(notes.size(), "hazard");
        if (word == 0) {
            boolean allowed = notes.stream().anyMatch(HazardNote::requiresApproval);
            return count + (allowed ? ", allowed" : ", none that needs approval");
        }
        return word == notes.size() && word == 1
                ? "1 hazard needs approval"
                : count + ", " + word + (word == 1 ? " needs" : " need") + " approval";
    }

    private String effort() {
        Duration sum = plan.changes(Plan.Fate.APPLY).stream()
                .map(Plan.Change::estimate)
                .filter(Objects::nonNull)
                .reduce(Duration.ZERO, Duration::plus);
        int steps = plan.batches().size();
        boolean single = steps == 1 && plan.batches().get(0).transactional();
        String how = single ? "in one transaction" : "in " + Figures.count(steps, "step");
        String about = Figures.about(sum);
        String start = about.substring(0, 1).toUpperCase(Locale.ROOT) + about.substring(1);
        return start + (about.equals("at once") ? ", " : " ") + how;
    }

    /** What to type for what needs approval, object by object; a hazard by its name where the objects are many. */
    private String waysOut(String command) {
        Set<String> drops = open("--drop");
        Set<String> rewrites = open("--rewrite");
        Set<String> runs = open("--run");
        Set<String> allowed = open("--allow").isEmpty() ? Set.of() : Set.of(Hazard.ADOPTION_CHANGE.name());
        if (drops.isEmpty() && rewrites.isEmpty() && runs.isEmpty() && allowed.isEmpty()) {
            return "";
        }
        String safe = drops.isEmpty() ? "" : "\n  keep   " + command + " --safe";
        return "  allow  " + command + option("--drop", drops) + option("--rewrite", rewrites) + option("--run", runs)
                + option("--allow", allowed)
                + safe;
    }

    private Set<String> open(String option) {
        Set<String> objects = new TreeSet<>();
        for (Plan.Change change : plan.changes(Plan.Fate.APPLY)) {
            change.hazards().stream()
                    .filter(note -> !given.covers(change.object(), note)
                            && Consent.option(note.hazard()).equals(option))
                    .forEach(note -> objects.add(Typed.quoted(change.object().display())));
        }
        return objects;
    }

    private static String option(String name, Set<String> objects) {
        return objects.isEmpty() ? "" : " " + name + " " + String.join(",", objects);
    }
}
