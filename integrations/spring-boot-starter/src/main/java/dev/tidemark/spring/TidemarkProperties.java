package dev.tidemark.spring;

import dev.tidemark.Hazard;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code application.properties} says.
 *
 * @param enabled Whether Tidemark looks at the database at all.
 * @param onStart What happens before the DataSource is used: bring the schema in step, or only check that it is.
 * @param failOnStart Whether the application refuses to start when the schema is not in step.
 * @param app Whose schema; needed where the class path holds several.
 * @param schema A schema written in SQL instead of the compiled one, such as "classpath:schema.sql"; needs an app.
 * @param dataSource The name of the DataSource bean, where there are several.
 * @param url The database for another login than the application's, which may change the schema. By default the DataSource itself is used.
 * @param user Who logs in there.
 * @param password The password.
 * @param safe Whether changes that lose data are withheld.
 * @param allow Hazards that may happen without asking.
 * @param breakingAllowed Whether changes may be applied that break versions which still run.
 * @param controlSchema The schema of Tidemark's own tables.
 * @param owner The role that owns what is created.
 * @param runtimeRoles Roles that may use what is created.
 * @param budget How long the start may take for it, waiting included.
 * @param waitTimeout How long to wait for another instance that is syncing.
 * @param lockTimeout How long a statement waits for a lock.
 */
@ConfigurationProperties("tidemark")
public record TidemarkProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("sync") OnStart onStart,
        @DefaultValue("true") boolean failOnStart,
        @Nullable String app,
        @Nullable String schema,
        @Nullable String dataSource,
        @Nullable String url,
        @Nullable String user,
        @Nullable String password,
        @DefaultValue("true") boolean safe,
        @DefaultValue Set<Hazard> allow,
        @DefaultValue("false") boolean breakingAllowed,
        @DefaultValue("tidemark") String controlSchema,
        @Nullable String owner,
        @DefaultValue List<String> runtimeRoles,
        @DefaultValue("15m") Duration budget,
        @DefaultValue("60s") Duration waitTimeout,
        @DefaultValue("3s") Duration lockTimeout) {

    public TidemarkProperties {
        allow = allow.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(allow));
        runtimeRoles = List.copyOf(runtimeRoles);
    }

    /** What happens before the DataSource is used. */
    public enum OnStart {
        /** The schema is brought in step. */
        SYNC,
        /** It is compared by its version; nothing is changed. */
        VERIFY
    }

    @Override
    public String toString() {
        return "tidemark." + onStart + (app == null ? "" : " of " + app);
    }
}
