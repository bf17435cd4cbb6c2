package dev.tidemark.spring;

import dev.tidemark.Mode;
import dev.tidemark.Problem;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/** The sync or the check when the application starts, and what is asked later: the status, the plan, drift. */
public final class SchemaStart {
    private static final Log LOG = LogFactory.getLog(SchemaStart.class);

    /** With these the application's code finds what it needs. */
    private static final Set<SyncStatus> SERVES = EnumSet.of(
            SyncStatus.UP_TO_DATE,
            SyncStatus.SYNCED,
            SyncStatus.SYNCED_BY_PEER,
            SyncStatus.SUPERSEDED,
            SyncStatus.DEFERRED);

    private final TidemarkProperties properties;
    private final ResourceLoader resources;
    private volatile @Nullable Tidemark tidemark;
    private volatile @Nullable SyncResult result;

    SchemaStart(TidemarkProperties properties, ResourceLoader resources) {
        this.properties = properties;
        this.resources = resources;
    }

    static boolean serves(SyncStatus status) {
        return SERVES.contains(status);
    }

    /** Before anybody gets this DataSource. */
    void run(DataSource dataSource) {
        DataSource login = properties.url() == null ? dataSource : login(properties.url());
        Tidemark opened = Tidemark.open(login, options());
        tidemark = opened;
        try {
            report(opened.sync());
        } catch (TidemarkException e) {
            if (properties.failOnStart()) {
                throw e;
            }
            LOG.error("the schema was not checked: " + e.getMessage(), e);
        }
    }

    private void report(SyncResult ended) {
        result = ended;
        String line = "schema of app " + ended.app() + ": " + ended.status() + ", " + ended.statements()
                + " statements, " + ended.took().toMillis() + " ms";
        if (serves(ended.status())) {
            LOG.info(line + (ended.withheld() == 0 ? "" : ", " + ended.withheld() + " changes withheld"));
            return;
        }
        if (properties.failOnStart()) {
            throw new SchemaNotInStepException(ended);
        }
        LOG.error(line + ": " + ended.reason());
        for (Problem problem : ended.problems()) {
            LOG.error(problem.headline());
        }
    }

    /** How the start ended; null before it, or where it failed with an exception. */
    public @Nullable SyncResult result() {
        return result;
    }

    /** Over the same database, with the options of the start. */
    public Tidemark tidemark() {
        Tidemark opened = tidemark;
        if (opened == null) {
            throw new IllegalStateException("no DataSource was made yet");
        }
        return opened;
    }

    private DataSource login(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url.startsWith("jdbc:") ? url : "jdbc:" + url);
        source.setUser(properties.user());
        source.setPassword(properties.password());
        source.setApplicationName("tidemark");
        return source;
    }

    private SyncOptions options() {
        SyncOptions options = SyncOptions.defaults()
                .withApp(properties.app())
                .withMode(mode())
                .withAllowed(properties.allow())
                .withBreakingAllowed(properties.breakingAllowed())
                .withControlSchema(properties.controlSchema())
                .withOwner(properties.owner())
                .withRuntimeRoles(properties.runtimeRoles())
                .withBudget(properties.budget())
                .withWaitTimeout(properties.waitTimeout())
                .withLockTimeout(properties.lockTimeout());
        return properties.schema() == null ? options : options.withSource(source(properties.schema()));
    }

    private Mode mode() {
        if (properties.onStart() == TidemarkProperties.OnStart.VERIFY) {
            return Mode.VERIFY;
        }
        return properties.safe() ? Mode.SAFE : Mode.AUTO;
    }

    private SyncOptions.SchemaSource source(String location) {
        Resource resource = resources.getResource(location);
        try {
            return new SyncOptions.SchemaSource(resource.getContentAsString(StandardCharsets.UTF_8), location);
        } catch (IOException e) {
            throw new UncheckedIOException("tidemark.schema: " + location + " cannot be read", e);
        }
    }
}
