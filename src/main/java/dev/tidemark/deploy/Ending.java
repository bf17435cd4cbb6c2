package dev.tidemark.deploy;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.WayOut;
import dev.tidemark.identity.Identity;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How one invocation ends.
 *
 * @param kind what is answered, if anything
 * @param status the sync's status, or a status of the deployment's own (ERROR, DELETED, ROLLBACK)
 * @param app whose schema; empty where that was not found out
 * @param hash this code's; empty likewise
 * @param current the recorded one afterwards; empty where there is none or it was not looked at
 * @param applied how many statements were committed
 * @param withheld how many changes are withheld
 * @param deferred how many changes are left to a later run
 * @param reason one line
 * @param problems what went wrong
 */
record Ending(
        Kind kind,
        String status,
        String app,
        String hash,
        String current,
        int applied,
        int withheld,
        int deferred,
        String reason,
        List<Problem> problems) {
    private static final String BREAKING =
            "in two steps, docs/deploy.md#while-an-older-version-still-serves; or AllowBreaking"
                    + " true, once no version that needs it as it was serves any more";

    /** What is answered. */
    enum Kind {
        SUCCESS,
        FAILED,
        /** Not yet: there is more to do than there was time. */
        UNFINISHED,
        /** The next invocation answers. */
        HANDED_ON,
        /** Another invocation answers, or has. */
        SILENT
    }

    Ending {
        Objects.requireNonNull(kind);
        problems = List.copyOf(problems);
    }

    static Ending of(Kind kind, String status, Identity identity, String reason) {
        return new Ending(kind, status, identity.app(), identity.hash(), "", 0, 0, 0, reason, List.of());
    }

    static Ending failed(String app, String hash, TidemarkException e) {
        return new Ending(Kind.FAILED, "ERROR", app, hash, "", 0, 0, 0, said(e.problems()), e.problems());
    }

    /** The same, failed for this reason. */
    Ending failedBy(TidemarkException e) {
        return new Ending(
                Kind.FAILED, status, app, hash, current, applied, withheld, deferred, said(e.problems()), e.problems());
    }

    /** Whether this invocation answers. */
    boolean isAnswer() {
        return kind == Kind.SUCCESS || kind == Kind.FAILED;
    }

    Ending as(Kind other) {
        return new Ending(other, status, app, hash, current, applied, withheld, deferred, reason, problems);
    }

    /** The same with more to say; a failure has its own words. */
    Ending adding(String more) {
        return more.isEmpty() || kind == Kind.FAILED
                ? this
                : new Ending(
                        kind, status, app, hash, current, applied, withheld, deferred, reason + "; " + more, problems);
    }

    Ending counting(@Nullable String recorded, int statements, int left, int later) {
        return new Ending(
                kind, status, app, hash, recorded == null ? "" : recorded, statements, left, later, reason, problems);
    }

    /** The code of what went wrong; null where nothing did. */
    @Nullable
    String error() {
        return problems.isEmpty() ? null : problems.get(0).code();
    }

    /**
     * Problems as one line for the stack's events: the first with its way out, then the others for as long as there is room (the log has them all).
     */
    private static String said(List<Problem> problems) {
        Problem first = problems.get(0);
        StringBuilder text = new StringBuilder(Reason.cut(first.headline(), Reason.LIMIT / 2));
        if (!first.waysOut().isEmpty()) {
            full(text).append(" Way out: ").append(Reason.cut(wayOut(first), Reason.LIMIT / 3));
        }
        if (problems.size() > 1) {
            full(text).append(" Also: ");
            text.append(problems.stream()
                    .skip(1)
                    .map(p -> p.code().equals(first.code()) ? withoutCode(p) : p.headline())
                    .collect(Collectors.joining("; ")));
        }
        return text.toString();
    }

    /** Whether the reason leaves out some of what went wrong. */
    boolean isCut() {
        return problems.size() > 1 || (problems.size() == 1 && !reason.equals(whole(problems.get(0))));
    }

    /** A problem with its ways out, for the log. */
    static String whole(Problem problem) {
        StringBuilder text = new StringBuilder(problem.headline());
        return problem.waysOut().isEmpty()
                ? text.toString()
                : full(text).append(" Way out: ").append(wayOut(problem)).toString();
    }

    private static String withoutCode(Problem problem) {
        return problem.headline().substring(problem.code().length() + "[] ".length());
    }

    private static StringBuilder full(StringBuilder text) {
        return endsWith(text, '.') || endsWith(text, ';') ? text : text.append('.');
    }

    /** Ways out are alternatives, but statements, and what says where to run them, belong together. */
    private static String wayOut(Problem problem) {
        StringBuilder text = new StringBuilder();
        for (WayOut way : problem.waysOut()) {
            String its = inProperties(way);
            boolean together = endsWith(text, ':') || (endsWith(text, ';') && way instanceof WayOut.Run);
            if (!text.isEmpty()) {
                text.append(together ? " " : endsWith(text, ';') ? " or " : "; or ");
            }
            text.append(its.startsWith("or ") ? its.substring("or ".length()) : its);
        }
        return text.toString();
    }

    /** Options of the command line as the resource's properties. */
    private static String inProperties(WayOut way) {
        return switch (way) {
            case WayOut.Withhold w ->
                "Mode safe: withhold it, apply the rest; a later sync without Mode safe finds it again";
            case WayOut.Allow allow -> allowed(allow);
            case WayOut.AllowBreaking b -> BREAKING;
            // A label and what it stands for, in columns on a terminal.
            case WayOut.Edit edit -> edit.text().replaceAll(" {2,}", ": ");
            case WayOut.Run run -> run.statement();
        };
    }

    private static String allowed(WayOut.Allow way) {
        String property = "AllowHazards " + way.hazard();
        return way.effect().isEmpty() ? property + ": do it" : way.effect() + ": " + property;
    }

    private static boolean endsWith(StringBuilder text, char last) {
        return !text.isEmpty() && text.charAt(text.length() - 1) == last;
    }
}
