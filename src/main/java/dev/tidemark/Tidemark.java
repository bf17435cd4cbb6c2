package dev.tidemark;

import dev.tidemark.apply.Engine;
import dev.tidemark.identity.CompiledResources;
import dev.tidemark.identity.Generation;
import dev.tidemark.identity.Generations;
import dev.tidemark.identity.Identity;
import dev.tidemark.identity.Located;
import dev.tidemark.report.ApprovedPlan;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.RowFiles;
import dev.tidemark.schema.SchemaReader;
import dev.tidemark.schema.SourceMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a PostgreSQL schema in step with the code that uses it.
 *
 * <p>Thread-safe. Never closes the DataSource it was given and leaves no session state behind on its connections. A sync needs two connections at once (the
 * work and the lease's heartbeat), so the DataSource is unpooled or a pool of at least two.
 */
public final class Tidemark {
    private final Engine engine;
    private final Identity identity;
    private final Supplier<SourceMap> sources;

    private Tidemark(Engine engine, Identity identity, Supplier<SourceMap> sources) {
        this.engine = engine;
        this.identity = identity;
        this.sources = sources;
    }

    /** With {@link SyncOptions#defaults()}. */
    public static Tidemark open(DataSource dataSource) {
        return open(dataSource, SyncOptions.defaults());
    }

    /**
     * The compiled schema is found on the context class loader, or in {@link SyncOptions#source()}.
     *
     * @throws TidemarkException TDM-110 where there is none (with the pom snippet that mends it), TDM-111 where there are two of one app
     */
    public static Tidemark open(DataSource dataSource, SyncOptions options) {
        Objects.requireNonNull(dataSource);
        Generation generation = generation(options);
        SyncOptions.SchemaSource source = options.source();
        if (source != null) {
            String app = options.app();
            if (app == null) {
                throw TidemarkException.of(
                        "TDM-605", "a schema from " + source.origin() + " needs an app", "--app NAME");
            }
            CompiledSchema schema = SchemaReader.read(app, source.text(), source.origin());
            Identity identity = new Identity(app, schema.hash(), generation);
            return new Tidemark(
                    new Engine(dataSource, options, identity, () -> schema),
                    identity,
                    () -> SourceMap.read(source.sources(), source.text()));
        }
        return open(dataSource, options, generation);
    }

    private static Tidemark open(DataSource dataSource, SyncOptions options, Generation generation) {
        Located located = CompiledResources.find(options.app(), CompiledResources.loader(), System.getenv());
        Supplier<CompiledSchema> schema = new Once(() -> SchemaReader.read(
                located.app(),
                RowFiles.in(read(located.sqlUrl()), located.sqlUrl().toString(), located::beside),
                located.sqlUrl().toString()));
        @Nullable String known = located.hash();
        String hash = known == null ? schema.get().hash() : known;
        Identity identity = new Identity(located.app(), hash, generation);
        return new Tidemark(
                new Engine(dataSource, options, identity, schema),
                identity,
                () -> sources(located.sqlUrl(), schema.get().text()));
    }

    /**
     * The same schema on the same database with other options; app, source, lineage and generation stay what they are. The schema is not read again, and a sync
     * need not look again at what a plan has seen just now, where nothing has changed since.
     */
    public Tidemark with(SyncOptions options) {
        return new Tidemark(engine.with(Objects.requireNonNull(options)), identity, sources);
    }

    /** The app whose schema this is. */
    public String app() {
        return identity.app();
    }

    /** The hash of this code's schema. */
    public String hash() {
        return identity.hash();
    }

    /**
     * What a sync with these options would do now; changes nothing, and takes no lease. What the record proves to be in step is not looked at again, unless
     * {@link SyncOptions#force()} says so.
     *
     * @throws TidemarkException for connection, rights and faults of the declaration
     */
    public Plan plan() {
        return placed(engine::plan, this::placed);
    }

    /**
     * Brings the database in step, or says why not.
     *
     * @throws TidemarkException for connection, rights and faults of the declaration
     */
    public SyncResult sync() {
        return placed(engine::sync, this::placed);
    }

    /**
     * Applies exactly this plan, which {@link #plan()} with the same options made here or elsewhere and somebody approved; or refuses, and runs nothing, because
     * the declaration or the database has moved since. What the plan withholds or defers stays so. Whatever is recorded, the database is looked at again.
     *
     * <p>{@link ApprovedPlan} keeps a plan and its options in a file.
     *
     * @return BLOCKED with TDM-240 where the plan is not the one of this moment
     * @throws TidemarkException for connection, rights and faults of the declaration
     */
    public SyncResult sync(Plan approved) {
        Engine exact = engine.with(options -> options.withApproved(approved).withForce(true));
        return placed(exact::sync, this::placed);
    }

    /**
     * Does what an earlier run left undone for lack of time; for a schedule, since it costs one hot read where nothing was left.
     *
     * <ol>
     *   <li>This code is newer than what is recorded (by the order of versions), and a run or a cold start has announced it: the sync that the cold start
     *       would do, as an explicit one is not meant.
     *   <li>Changes of the recorded version are deferred: they are done by its recorded text and under its identity, whichever version this code is.
     *   <li>Else nothing, drift included.
     * </ol>
     *
     * <p>Always in safe mode, whatever the options say: data loss stays withheld. Under {@link Mode#VERIFY} nothing is changed and what is left is
     * {@link SyncStatus#OUT_OF_DATE}. What the time does not suffice for is {@link SyncStatus#DEFERRED} or {@link SyncStatus#TIMED_OUT} again; the next call
     * goes on from there.
     *
     * @throws TidemarkException for connection, rights and faults of the declaration
     */
    public SyncResult finish() {
        return placed(engine::finish, this::placed);
    }

    /**
     * Does what is deferred of the recorded version, by its recorded text and under its identity, what breaks versions before it included: for whoever knows that
     * none of those serves any more. Nothing else, and always in safe mode, as {@link #finish()}; {@link SyncStatus#UP_TO_DATE} where nothing is deferred,
     * and under {@link Mode#VERIFY}.
     *
     * @throws TidemarkException for connection and rights, TDM-503 where the recorded text is gone
     */
    public SyncResult finishDeferred() {
        return placed(engine::finishDeferred, this::placed);
    }

    /**
     * What somebody changed in the database since the current version was recorded, whichever version this code is; changes nothing, takes no lease, and
     * needs the rights of {@link #plan()}. Where nothing was changed it reads the catalog only; else it makes a shadow of the recorded text too. With
     * {@link SyncOptions#force()} it always does, and compares what the record says is in step.
     *
     * @throws TidemarkException for connection and rights, TDM-503 where the recorded text is gone; TDM-505 where the record is wrong, only if forced
     */
    public DriftReport drift() {
        return engine.drift();
    }

    /**
     * What a database holds, as the statements that make it; changes nothing. Owners and rights are left out.
     *
     * @param options {@link SyncOptions#schemas()}: only these schemas, all of users where there are none; its limits of time
     * @throws TidemarkException for connection and rights, TDM-605 where there is no such schema
     */
    public static SchemaExport export(DataSource dataSource, SyncOptions options) {
        return nobody(dataSource, options).exportLive();
    }

    /**
     * What a database holds, as annotated Java types of one package; changes nothing. What no annotation says is SQL. Owners and rights are left out.
     *
     * @param app whose the types are
     * @param javaPackage theirs, such as {@code com.example.orders}
     * @param options as for {@link #export(DataSource, SyncOptions)}
     * @throws TidemarkException for connection and rights, TDM-605 where there is no such schema
     */
    public static JavaExport exportJava(DataSource dataSource, SyncOptions options, String app, String javaPackage) {
        return nobody(dataSource, options).exportLiveJava(app, javaPackage);
    }

    /**
     * What turns one schema into another, as if no table held a row but the declared ones; changes nothing. Needs CREATE on the database, in which both are made for real and rolled
     * back.
     *
     * @param scratch a database on the server that understands them; nothing in it is looked at
     * @return everything of the first that is not in the second is dropped by it; extensions and whole schemas that only one has are notes; privileges are not
     *     compared, lookup rows and data steps not where one of the two is the structure of a database alone
     * @throws TidemarkException for connection, rights and faults of either schema
     */
    public static Plan diff(DataSource scratch, SyncOptions.SchemaSource from, SyncOptions.SchemaSource to) {
        CompiledSchema first = SchemaReader.read("diff", from.text(), from.origin());
        CompiledSchema second = SchemaReader.read("diff", to.text(), to.origin());
        boolean rows = !from.structureOnly() && !to.structureOnly();
        return nobody(scratch, SyncOptions.defaults())
                .diff(rows ? first : first.withoutRows(), rows ? second : second.withoutRows());
    }

    private static Engine nobody(DataSource dataSource, SyncOptions options) {
        return new Engine(dataSource, options, new Identity("nobody", "", Generation.none()), () -> {
            throw new IllegalStateException("no declaration of an app is concerned");
        });
    }

    /**
     * What the declared schema means to this server, as the statements that make it; changes nothing, and needs CREATE on the database, in which the declaration
     * is made for real and rolled back.
     *
     * @throws TidemarkException for connection, rights and faults of the declaration
     */
    public SchemaExport export() {
        return placed(engine::export, UnaryOperator.identity());
    }

    /**
     * What is doubtful about the declared schema itself, whatever the database holds; changes nothing, and needs nothing but CREATE on the database, in which
     * the declaration is made for real and rolled back.
     *
     * @throws TidemarkException for connection, rights and faults of the declaration
     */
    public LintReport lint() {
        return placed(() -> engine.lint(sources.get()), UnaryOperator.identity());
    }

    /**
     * What the control tables say; changes nothing.
     *
     * @throws TidemarkException for connection and rights
     */
    public StatusReport status() {
        return engine.status();
    }

    /** Faults of a schema that Java types declare are placed at these. */
    private <T> T placed(Supplier<T> work, UnaryOperator<T> placing) {
        try {
            return placing.apply(work.get());
        } catch (TidemarkException e) {
            if (e.problems().stream().allMatch(problem -> problem.object() == null)) {
                throw e;
            }
            TidemarkException placed = new TidemarkException(placed(e.problems()), e.retriable(), e.getCause());
            placed.setStackTrace(e.getStackTrace());
            throw placed;
        }
    }

    private Plan placed(Plan plan) {
        return plan.problems().isEmpty() ? plan : plan.withProblems(placed(plan.problems()));
    }

    private SyncResult placed(SyncResult result) {
        if (result.problems().isEmpty()) {
            return result;
        }
        @Nullable Plan plan = result.plan();
        return result.with(plan == null ? null : placed(plan), placed(result.problems()));
    }

    private List<Problem> placed(List<Problem> problems) {
        return problems.stream().map(sources.get()::at).toList();
    }

    /** The processor's file beside a compiled schema; a hand-written one has none. */
    private static SourceMap sources(URL sqlUrl, String sql) {
        try {
            String file = sqlUrl.toString().replaceFirst("schema\\.sql$", "sources");
            return SourceMap.read(read(URI.create(file).toURL()), sql);
        } catch (UncheckedIOException | IOException | IllegalArgumentException e) {
            return SourceMap.NONE;
        }
    }

    private static Generation generation(SyncOptions options) {
        Long number = options.generation();
        return number == null
                ? Generations.fromEnvironment(System.getenv())
                : new Generation(options.lineage() == null ? "TIDEMARK_GENERATION" : options.lineage(), number);
    }

    private static String read(URL url) {
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(url.toString(), e);
        }
    }

    /** Reads the text once, and only if somebody asks. */
    private static final class Once implements Supplier<CompiledSchema> {
        private final Supplier<CompiledSchema> reader;
        private @Nullable CompiledSchema schema;

        Once(Supplier<CompiledSchema> reader) {
            this.reader = reader;
        }

        @Override
        public synchronized CompiledSchema get() {
            CompiledSchema read = schema;
            if (read == null) {
                read = reader.get();
                schema = read;
            }
            return read;
        }
    }
}
