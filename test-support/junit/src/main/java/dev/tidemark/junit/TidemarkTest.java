package dev.tidemark.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class a database with the declared schema.
 *
 * <p>A test method, or a method that runs before or after it, takes a parameter of type {@link javax.sql.DataSource}, {@link TestDatabase} or
 * {@link dev.tidemark.Tidemark}. All parameters of one test are about the same database.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(TidemarkExtension.class)
public @interface TidemarkTest {
    /** Whose schema; empty: the only compiled schema on the class path. */
    String app() default "";

    /** A schema written in SQL, a resource on the class path such as {@code schema.sql}; then {@link #app()} is needed. Empty: the compiled schema. */
    String schema() default "";

    /** SQL that fills the database, resources on the class path; run once, after the schema is in place. */
    String[] data() default {};

    /** Who gets a fresh database. */
    Copy copy() default Copy.METHOD;

    /**
     * The server; it has a public constructor without parameters, is started once in a run, and closed at its end. By default the one that
     * {@code tidemark.test.url} names (a system property or a JUnit configuration parameter; {@code TIDEMARK_TEST_URL} in the environment), else an
     * embedded PostgreSQL.
     */
    Class<? extends PostgresServer> server() default PostgresServer.class;

    /** Who gets a fresh database. */
    enum Copy {
        /** Each test method. */
        METHOD,
        /** The test class: its methods see what the others wrote. */
        CLASS
    }
}
