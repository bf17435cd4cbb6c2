package dev.tidemark.connect;

import dev.tidemark.TidemarkException;
import dev.tidemark.identity.Setting;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * DataSources without a pool, from the environment; docs/connecting.md has the settings.
 *
 * <p>None connects, nor reads a secret, before it is asked for a connection. What is wrong with the settings alone is thrown at once: TDM-602 where no
 * database is named, TDM-604 where an address is none, TDM-605 where settings contradict each other.
 */
public final class Databases {
    private Databases() {}

    /** The function's own, for the rights of a runtime. */
    public static DataSource runtime(Map<String, String> environment, Duration longest) {
        return open(Role.RUNTIME, orUnknown(Address.of(environment)), environment, longest);
    }

    /**
     * The same for a pool, which waits for a connection by a clock of its own.
     *
     * @param patience what hangs is given up after this, a second at the earliest: a little less than the pool waits, so that it can tell why
     */
    public static DataSource runtime(Map<String, String> environment, Duration longest, Duration patience) {
        return open(Role.RUNTIME, orUnknown(Address.of(environment)), environment, longest, patience);
    }

    /**
     * For syncs: the deployer's credential where there is one, else the function's own from the environment, else the DataSource it was given. A pool of one
     * cannot serve a sync, which needs two connections.
     */
    public static DataSource deployer(Map<String, String> environment, Duration longest, DataSource given) {
        if (hasDeployer(environment)) {
            return deployer(environment, longest);
        }
        return hasRuntime(environment) ? runtime(environment, longest) : given;
    }

    /** With the deployer's credential; at the function's own address where {@code TIDEMARK_DEPLOYER_URL} is not set. */
    public static DataSource deployer(Map<String, String> environment, Duration longest) {
        @Nullable String url = Setting.DEPLOYER_URL.text(environment);
        Address address = url == null ? withoutLogin(Address.of(environment)) : Address.of(Setting.DEPLOYER_URL, url);
        return open(Role.DEPLOYER, address, environment, longest);
    }

    /** Under the login that plans what others send, at the deployer's address. */
    public static DataSource planner(Map<String, String> environment, Duration longest) {
        @Nullable String url = Setting.DEPLOYER_URL.text(environment);
        @Nullable Address address = url == null ? Address.of(environment) : Address.of(Setting.DEPLOYER_URL, url);
        return open(Role.PLANNER, withoutLogin(address), environment, longest);
    }

    /** Past a transaction pooler: {@code TIDEMARK_DIRECT_URL}, with the deployer's login, or the function's own where there is none; null where it is not set. */
    public static @Nullable DataSource direct(Map<String, String> environment, Duration longest) {
        @Nullable String url = Setting.DIRECT_URL.text(environment);
        if (url == null) {
            return null;
        }
        Address address = Address.of(Setting.DIRECT_URL, url);
        if (!hasDeployer(environment)) {
            return open(Role.RUNTIME, address, environment, longest);
        }
        @Nullable String deployer = Setting.DEPLOYER_URL.text(environment);
        @Nullable Address other = deployer == null ? null : Address.of(Setting.DEPLOYER_URL, deployer);
        return open(Role.DEPLOYER, address.orLoginOf(other), environment, longest);
    }

    /** Whether the environment says where the function's own database is. */
    public static boolean hasRuntime(Map<String, String> environment) {
        return Setting.URL.text(environment) != null
                || Setting.HOST.text(environment) != null
                || Setting.SECRET.text(environment) != null
                || Address.given(environment, "DATABASE_URL") != null
                || Address.given(environment, "PGHOST") != null;
    }

    /** Whether there is a second login, which may change the schema. */
    public static boolean hasDeployer(Map<String, String> environment) {
        return Setting.DEPLOYER_URL.text(environment) != null || has(Role.DEPLOYER, environment);
    }

    /** Whether there is a login under which plans are made of schemas that others send. */
    public static boolean hasPlanner(Map<String, String> environment) {
        return has(Role.PLANNER, environment);
    }

    /**
     * Forgets every secret, parameter and credential that was read in this process; for the moment before a snapshot is taken. The next connection reads
     * them again.
     */
    public static void forget() {
        Secrets.forget();
        AwsCredentials.forget();
    }

    private static boolean has(Role role, Map<String, String> environment) {
        return role.user().text(environment) != null
                || role.secret().text(environment) != null
                || role.parameter().text(environment) != null
                || role.iam().flag(environment);
    }

    private static Address orUnknown(@Nullable Address address) {
        return address == null ? Address.unknown() : address;
    }

    /** The function's own address holds the function's own login. */
    private static Address withoutLogin(@Nullable Address address) {
        return address == null ? Address.unknown() : address.withoutLogin();
    }

    private static DataSource open(Role role, Address address, Map<String, String> environment, Duration longest) {
        return open(role, address, environment, longest, Target.FUNCTION_LIMIT);
    }

    private static DataSource open(
            Role role, Address address, Map<String, String> environment, Duration longest, Duration patience) {
        Credential credential = Credential.of(role, environment, address);
        if (!address.complete() && credential.kind() != Credential.Kind.SECRET) {
            throw address.nowhere();
        }
        @Nullable String user = user(role, environment, address, credential);
        Target target = new Target(role, environment, address, user, longest, patience);
        return credential.isHere() ? plain(target, credential) : new LoginDataSource(target, credential);
    }

    /** The setting's, else the address's, else, for the function itself, libpq's. */
    private static @Nullable String user(
            Role role, Map<String, String> environment, Address address, Credential credential) {
        @Nullable String named = role.user().text(environment);
        @Nullable String user = named == null ? address.user() : named;
        boolean libpq = role == Role.RUNTIME && (address.pg() || credential.kind() != Credential.Kind.SECRET);
        return user == null && libpq ? Address.given(environment, "PGUSER") : user;
    }

    /** Without a detour, so that a function with a plain password loads nothing of ours but this. */
    private static PGSimpleDataSource plain(Target target, Credential credential) {
        boolean own = target.role() == Role.RUNTIME;
        if (!own && target.user() == null) {
            throw TidemarkException.of(
                    "TDM-605",
                    "who logs in? neither " + target.role().user().variable() + " nor the address names a user",
                    target.role().user().variable() + "=…");
        }
        @Nullable String password = credential.kind() == Credential.Kind.PLAIN ? credential.text() : null;
        if (own && password == null) {
            password = Address.given(target.environment(), "PGPASSWORD");
        }
        return target.open(null, target.user(), password);
    }
}
