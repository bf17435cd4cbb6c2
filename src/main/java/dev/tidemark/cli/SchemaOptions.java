package dev.tidemark.cli;

import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import dev.tidemark.identity.CompiledResources;
import dev.tidemark.identity.Located;
import dev.tidemark.schema.RowFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which declaration. */
public final class SchemaOptions {
    @Option(names = "--schema", paramLabel = "FILE.sql", description = "a schema written in SQL; wants --app")
    public @Nullable Path schema;

    @Option(names = "--jar", paramLabel = "FILE", description = "the compiled schema in a jar or a zip of a function")
    @Nullable
    Path jar;

    @Option(
            names = "--classes",
            paramLabel = "DIR",
            description = "the compiled schema in a classes folder, such as target/classes")
    @Nullable
    Path classes;

    @Option(
            names = "--app",
            paramLabel = "NAME",
            description = "whose schema; needed where there are several, and with --schema")
    @Nullable
    String app;

    @Option(
            names = "--schemas",
            paramLabel = "NAME",
            split = ",",
            description = "schemas that are managed as a whole, whatever is declared: what is not declared is dropped")
    List<String> schemas = new ArrayList<>();

    @Option(
            names = "--privileges",
            paramLabel = "WHOSE",
            converter = PrivilegesConverter.class,
            description = "whose privileges are managed: declared (the default: the roles that the declaration's GRANTs"
                    + " name, and PUBLIC), all, or ignore")
    SyncOptions.@Nullable Privileges privileges;

    /** Reads {@code declared}, {@code all} and {@code ignore}. */
    static final class PrivilegesConverter extends Choice<SyncOptions.Privileges> {
        PrivilegesConverter() {
            super(SyncOptions.Privileges.class);
        }
    }

    /** Whether it is said here what is managed, which a plan in a file has decided already. */
    boolean decides() {
        return !schemas.isEmpty() || privileges != null;
    }

    /** What was named; null: the class path. */
    public @Nullable SchemaText read() {
        if (Stream.of(schema, jar, classes).filter(p -> p != null).count() > 1) {
            throw TidemarkException.of("TDM-605", "--schema, --jar and --classes exclude each other");
        }
        if (schema != null) {
            SchemaText text = SchemaFiles.sql(schema);
            return app != null ? new SchemaText(app, text.text(), text.origin(), text.sources()) : named(text);
        }
        if (jar != null) {
            return SchemaFiles.jar(jar, app);
        }
        return classes == null ? null : SchemaFiles.classes(classes, app);
    }

    /**
     * What was named, else what is on the class path.
     *
     * @throws TidemarkException TDM-110 where there is none
     */
    public SchemaText readOrFind() {
        SchemaText named = read();
        return named == null ? fromClassPath() : named;
    }

    /** A deployed function knows its own version's schema; another one is only ever planned. */
    void refuseWith(FunctionOptions function, String command) {
        if (function.asked() && Stream.of(schema, jar, classes).anyMatch(Objects::nonNull)) {
            throw TidemarkException.of(
                    "TDM-630",
                    command
                            + " --function asks about what is recorded and the function's own version; no schema is"
                            + " sent",
                    "leave out --schema, --jar and --classes",
                    "plan --function " + function.name + " shows what a schema of yours would change");
        }
    }

    /**
     * The compiled schema on the class path of this command.
     *
     * @throws TidemarkException TDM-110 where there is none
     */
    SchemaText fromClassPath() {
        Located located = CompiledResources.find(app, CompiledResources.loader(), System.getenv());
        try (InputStream in = located.sqlUrl().openStream()) {
            return new SchemaText(
                    located.app(),
                    RowFiles.in(
                            new String(in.readAllBytes(), StandardCharsets.UTF_8),
                            located.sqlUrl().toString(),
                            located::beside),
                    located.sqlUrl().toString(),
                    sources(located.sqlUrl()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processor's file beside a compiled schema; none is none. */
    private static String sources(URL sqlUrl) {
        try (InputStream in = URI.create(sqlUrl.toString().replaceFirst("schema\\.sql$", "sources"))
                .toURL()
                .openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException | IllegalArgumentException e) {
            return "";
        }
    }

    /** The options as they were given, to be typed again. */
    public List<String> typed() {
        List<String> words = new ArrayList<>();
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("--schema", schema);
        given.put("--jar", jar);
        given.put("--classes", classes);
        given.put("--app", app);
        given.forEach((option, value) -> {
            if (value != null) {
                words.addAll(List.of(option, Typed.quoted(value.toString())));
            }
        });
        return words;
    }

    private static SchemaText named(SchemaText text) {
        if (text.app() == null) {
            throw TidemarkException.of(
                    "TDM-605",
                    "whose schema is " + text.origin()
                            + "? With --schema an app is needed: Tidemark keeps each app's tables apart by it",
                    "--app orders");
        }
        return text;
    }

    public SyncOptions apply(SyncOptions given, @Nullable SchemaText text) {
        SyncOptions options = given.withSchemas(schemas)
                .withPrivileges(privileges == null ? SyncOptions.Privileges.DECLARED : privileges);
        return text == null
                ? options.withApp(app)
                : options.withApp(text.app())
                        .withSource(new SyncOptions.SchemaSource(text.text(), text.origin(), text.sources()));
    }

    /** The error of a class path without a schema, with the ways out that only the command line has. */
    public TidemarkException withOptions(TidemarkException error) {
        boolean named = Stream.of(schema, jar, classes).anyMatch(Objects::nonNull);
        return error.code().equals("TDM-110") && !named
                ? TidemarkException.of(
                        "TDM-110",
                        "no compiled schema (META-INF/tidemark/<app>/schema.sql) is on the class path of this command."
                                + " Nothing was run.",
                        "--classes target/classes       what the annotation processor wrote",
                        "--jar target/app.jar           the same, packaged",
                        "--schema schema.sql --app NAME  a schema written in SQL")
                : error;
    }
}
