package dev.tidemark.cli;

import dev.tidemark.HazardNote;
import dev.tidemark.Plan;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.report.Figures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a sync did, and what the control tables say. */
final class ResultPrinter {
    private final Style style;
    private final UnaryOperator<String> again;

    /** @param again what to type for another command, with the options that this one had */
    ResultPrinter(Style style, UnaryOperator<String> again) {
        this.style = style;
        this.again = again;
    }

    /** The end of a sync; {@code recordedAt} is when the current version was recorded, if that is known. Problems are printed by {@link ErrorPrinter}. */
    String sync(SyncResult result, @Nullable Instant recordedAt) {
        String app = result.app();
        String hash = Figures.shortHash(result.hash());
        String took = " (" + Figures.time(result.took()) + ")";
        // Problems are printed below; the reason is the first one's headline, and not said twice.
        boolean said = result.reason().isEmpty() || !result.problems().isEmpty();
        String reason = said ? "" : ": " + result.reason();
        String text = switch (result.status()) {
            case UP_TO_DATE ->
                inSync(app, result.withheld(), result.deferred()) + objects(result) + "version " + hash
                        + recorded(recordedAt) + took + withheldCount(result) + byRecord(result);
            case SYNCED -> ok() + applied(result) + ", verified, recorded as " + hash + took + withheld(result);
            case SYNCED_BY_PEER -> ok() + app + " is in sync: another instance applied " + hash + " meanwhile" + took;
            case SUPERSEDED ->
                result.hash().equals(result.currentHash()) && !result.reason().isEmpty()
                        ? app + " is superseded: " + result.reason() + "; nothing was changed"
                        : app + " is superseded: " + hash + succeeded(result.currentHash(), recordedAt)
                                + "; nothing was changed";
            case OUT_OF_DATE -> style.warn("~") + " " + app + " is out of date" + reason + took;
            case BLOCKED ->
                no() + app + (failed(result) ? " is not in step" : " is blocked") + reason + ". " + stands(result)
                        + took;
            case BLOCKED_BY_PEER ->
                no() + app + " is blocked, as another instance found" + reason + ". Nothing was run." + took;
            case DEFERRED ->
                ok() + applied(result) + took + ". Deferred " + Math.max(1, result.deferred()) + reason
                        + ": sync again goes on from there" + withheld(result);
            case TIMED_OUT ->
                no() + app + ": out of time" + reason + ". " + stands(result) + "; sync again goes on from there"
                        + took;
        };
        return style.show(style.wrap(text, 2)) + "\n";
    }

    /** What is recorded about an app. */
    String status(StatusReport status) {
        String app = status.app();
        String hash = Figures.shortHash(status.hash());
        String by = status.recordedBy() == null ? "" : " by " + status.recordedBy();
        List<String> lines = new ArrayList<>();
        lines.add(
                switch (status.status()) {
                    case UP_TO_DATE, SYNCED, SYNCED_BY_PEER, DEFERRED, TIMED_OUT ->
                        inSync(app, status.withheld(), status.deferred()) + "version " + hash
                                + recorded(status.recordedAt()) + by;
                    case SUPERSEDED ->
                        status.hash().equals(status.currentHash())
                                ? app + " is superseded: " + status.reason()
                                : app + " is superseded: " + hash + succeeded(status.currentHash(), status.recordedAt())
                                        + by;
                    case OUT_OF_DATE ->
                        style.warn("~") + " " + app + " is not in sync: version " + hash
                                + (status.currentHash() == null
                                        ? " was never synced"
                                        : ", recorded is " + Figures.shortHash(status.currentHash())
                                                + since(status.recordedAt()) + by)
                                + ".   Look: " + typed("plan");
                    case BLOCKED, BLOCKED_BY_PEER ->
                        no() + app + " is blocked: version " + hash
                                + (status.reason() == null ? "" : ": " + status.reason()) + ".   Look: "
                                + typed("plan");
                });
        if (status.withheld() > 0) {
            lines.add("  withheld " + status.withheld() + ": would lose data.   Look: " + typed("plan"));
        }
        if (status.deferred() > 0) {
            lines.add("  deferred " + status.deferred() + ": for a later run.   Now: " + typed("sync"));
        }
        boolean more = status.status() == SyncStatus.UP_TO_DATE || status.status() == SyncStatus.OUT_OF_DATE;
        if (more && status.reason() != null) {
            lines.add("  " + status.reason());
        }
        if (status.leaseHolder() != null) {
            lines.add("  lease held by " + status.leaseHolder() + ": a sync is running");
        }
        return style.show(lines.stream().map(l -> style.wrap(l, 4)).collect(Collectors.joining("\n"))) + "\n";
    }

    /** What is withheld or deferred is not there, or still there: no tick stands over that alone. */
    private String inSync(String app, int withheld, int deferred) {
        List<String> open = new ArrayList<>();
        if (withheld > 0) {
            open.add(Figures.count(withheld, "change") + " withheld");
        }
        if (deferred > 0) {
            open.add(Figures.count(deferred, "change") + " deferred");
        }
        return open.isEmpty()
                ? ok() + app + " is in sync: "
                : style.warn("~") + " " + app + " is in sync but for " + String.join(" and ", open) + ": ";
    }

    private String ok() {
        return style.good("✓") + " ";
    }

    private String no() {
        return style.bad("✗") + " ";
    }

    private static String objects(SyncResult result) {
        Plan plan = result.plan();
        return plan == null ? "" : Figures.count(plan.entries().size(), "object") + ", ";
    }

    /** A result without a plan has looked at the record and not at the database. */
    private String byRecord(SyncResult result) {
        return result.plan() == null ? ".   Nothing was compared.   Compare: " + typed("drift") : "";
    }

    private static String applied(SyncResult result) {
        Plan plan = result.plan();
        long changes = plan == null
                ? 0
                : plan.entries().stream().mapToLong(ResultPrinter::applied).sum();
        return changes == 0 && result.statements() == 0
                ? "nothing to apply"
                : "applied " + Figures.count(changes, "change") + " in "
                        + Figures.count(result.statements(), "statement");
    }

    /** As the plan counts: a new or dropped object is one, whatever belongs to it. */
    private static long applied(Plan.Entry entry) {
        long changes = entry.changes().stream()
                .filter(c -> c.fate() == Plan.Fate.APPLY)
                .count();
        return entry.action() == Plan.Action.ALTER ? changes : Math.min(1, changes);
    }

    /** Blocked while it ran: a statement, a lock, the verification. */
    private static boolean failed(SyncResult result) {
        return !result.problems().isEmpty() && !result.problems().get(0).code().startsWith("TDM-2");
    }

    private static String stands(SyncResult result) {
        return result.statements() == 0
                ? "Nothing was applied"
                : Figures.count(result.statements(), "statement") + " committed, which stand";
    }

    private static String recorded(@Nullable Instant at) {
        return at == null ? "" : ", recorded " + Figures.minute(at);
    }

    private static String since(@Nullable Instant at) {
        return at == null ? "" : " since " + Figures.minute(at);
    }

    private static String succeeded(@Nullable String current, @Nullable Instant at) {
        return current == null
                ? " was succeeded by a newer version"
                : " was succeeded by " + Figures.shortHash(current) + (at == null ? "" : " on " + Figures.minute(at));
    }

    private static String withheldCount(SyncResult result) {
        return result.withheld() == 0 ? "" : ".   Withheld " + result.withheld() + ", listed by plan until it is gone";
    }

    private static String withheld(SyncResult result) {
        Plan plan = result.plan();
        List<Plan.Change> changes = plan == null ? List.of() : plan.changes(Plan.Fate.WITHHELD);
        if (changes.isEmpty()) {
            return withheldCount(result);
        }
        String names = changes.stream()
                .map(c -> (c.action() == Plan.Action.DROP ? "- " : "~ ")
                        + c.object().display() + " (" + codes(c) + ")")
                .collect(Collectors.joining(", "));
        return ".   Withheld " + Math.max(result.withheld(), changes.size()) + ": " + names
                + ", listed by plan until it is gone";
    }

    private static String codes(Plan.Change change) {
        return change.hazards().stream().map(HazardNote::hazard).map(Enum::name).collect(Collectors.joining(", "));
    }

    private String typed(String command) {
        return Style.typed(again.apply(command));
    }
}
