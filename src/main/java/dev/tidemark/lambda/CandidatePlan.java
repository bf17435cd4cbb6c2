package dev.tidemark.lambda;

import dev.tidemark.Problem;
import dev.tidemark.SyncOptions;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.connect.Databases;
import dev.tidemark.fault.ConnectionFaults;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.identity.Setting;
import dev.tidemark.report.Gzip;
import dev.tidemark.report.Json;
import dev.tidemark.report.Reports;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Plans a schema that came with the request, for a pull request that nobody has deployed; planning only.
 *
 * <p>Off unless a login for it is configured ({@code TIDEMARK_PLAN_USER}, {@code TIDEMARK_PLAN_SECRET}): a shadow executes expressions that others wrote, so
 * "may invoke this function" then means "may run SQL as that login". No other credential is opened here, and {@link PlanRole} looks at the login first.
 */
final class CandidatePlan {
    /** What is kept of the time to say that it is over, before the server processes are terminated. */
    private static final Duration LAST_WORD = Duration.ofSeconds(1);

    /** What is left at least once the schema has come; it is then told that the time is over, and by whose fault. */
    private static final Duration LEAST = Duration.ofMillis(100);

    /** No invocation lasts longer than 15 minutes. */
    private static final Duration LONGEST = Duration.ofMinutes(16);

    private static final List<String> HEAD = List.of("format", "status", "app", "version", "withheld", "deferred");

    private CandidatePlan() {}

    /** The plan's document with {@code database} and {@code recorded} (the status of that version, null where the login may not read it). */
    static Map<String, @Nullable Object> answer(
            Request request, Candidate candidate, Map<String, String> environment, Duration left) {
        long began = System.nanoTime();
        @Nullable PlanBucket configured = PlanBucket.of(environment);
        @Nullable PlanBucket bucket = configured == null ? null : configured.within(left);
        DataSource login = login(environment, left);
        SyncOptions options = request.apply(EnvironmentOptions.of(environment, left), environment)
                .withApp(candidate.app())
                .withReview(true);
        Map<String, @Nullable Object> answer;
        try (Connection spare = login.getConnection()) {
            String database = PlanRole.check(spare, options.controlSchema(), environment);
            PlanRole.endOlderThan(LONGEST, spare);
            List<String> lasting = LastingFunctions.executable(spare);
            SyncOptions.SchemaSource source = candidate.source(bucket);
            LastingFunctions.refuse(source.text(), lasting);
            SyncOptions judged = judged(options, environment).withSource(source);
            Duration rest = left.minus(Duration.ofNanos(System.nanoTime() - began));
            answer = plan(login, spare, judged, rest.compareTo(LEAST) > 0 ? rest : LEAST);
            answer.put("database", database);
        } catch (SQLException e) {
            throw ConnectionFaults.of(e, "the database");
        }
        return packed(answer, candidate, bucket);
    }

    /** Who would apply it: what that role may not do is found out now. */
    private static SyncOptions judged(SyncOptions options, Map<String, String> environment) {
        return options.owner() == null ? options.withOwner(Setting.DEPLOYER_USER.text(environment)) : options;
    }

    private static Map<String, @Nullable Object> plan(
            DataSource login, Connection spare, SyncOptions options, Duration left) {
        Duration budget = left.compareTo(LAST_WORD.multipliedBy(2)) > 0 ? left.minus(LAST_WORD) : left;
        try (BackendTerminator terminator = new BackendTerminator(login, spare, left)) {
            DataSource database = terminator.database();
            // Whether there is a way past a pooler decides what is planned; the deployer's own way is not for this.
            SyncOptions own = options.withDirect(options.direct() == null ? null : database);
            Tidemark tidemark = Tidemark.open(database, own.withBudget(budget));
            try {
                Map<String, @Nullable Object> answer = Reports.of(tidemark.plan());
                answer.put("recorded", recorded(tidemark));
                return answer;
            } catch (TidemarkException e) {
                boolean late = terminator.isDone()
                        || SqlStates.CANCELLED.equals(e.problems().get(0).sqlState());
                throw late ? late(left, e) : e;
            }
        }
    }

    private static @Nullable Map<String, @Nullable Object> recorded(Tidemark tidemark) {
        try {
            return Reports.of(tidemark.status());
        } catch (TidemarkException e) {
            if (e.code().equals("TDM-404")) {
                return null;
            }
            throw e;
        }
    }

    private static TidemarkException late(Duration left, TidemarkException cause) {
        Problem problem = Problem.of(
                "TDM-307",
                null,
                "planning was not done within the " + left.toSeconds() + " s that this invocation had left; its server"
                        + " process was ended",
                null,
                null,
                List.of("a longer Timeout for the function", "a declaration that calls nothing which waits"));
        return new TidemarkException(problem, true, cause);
    }

    private static DataSource login(Map<String, String> environment, Duration left) {
        if (Setting.PLAN_USER.text(environment) == null && Setting.PLAN_SECRET.text(environment) == null) {
            throw TidemarkException.of(
                    "TDM-638",
                    "this function does not plan schemas that others send: it has no login for that",
                    "a role by docs/roles.md (tidemark_plan), and TIDEMARK_PLAN_SECRET or TIDEMARK_PLAN_USER of the"
                            + " function: docs/review.md",
                    "{\"tidemark\": \"plan\"} without \"schema\" plans the function's own");
        }
        return Databases.planner(environment, left);
    }

    /** As it is where it fits; else packed, as the asker agreed to; else through the bucket; else cut. */
    static Map<String, @Nullable Object> packed(
            Map<String, @Nullable Object> answer, Candidate candidate, @Nullable PlanBucket bucket) {
        boolean mayPack = candidate.replyGzip() || candidate.replyPut() != null;
        if (!mayPack || Answers.fits(answer)) {
            return Answers.cut(answer);
        }
        byte[] gzip = Gzip.pack(Json.line(answer));
        Map<String, @Nullable Object> head = new LinkedHashMap<>();
        HEAD.forEach(field -> head.put(field, answer.get(field)));
        if (candidate.replyGzip() && gzip.length / 3 * 4 < Answers.LIMIT - 10_000) {
            head.put("gzip", Base64.getEncoder().encodeToString(gzip));
            return head;
        }
        if (candidate.replyPut() == null) {
            return Answers.cut(answer);
        }
        PlanBucket.required(bucket).put("reply.put", candidate.replyPut(), gzip);
        head.put("stored", gzip.length);
        return head;
    }
}
