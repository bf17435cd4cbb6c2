package dev.tidemark.apply;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.SecretOptions;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Fingerprints;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Sequence;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Declared;
import dev.tidemark.schema.SchemaHash;
import dev.tidemark.shadow.Units;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A hash for each object that a declaration makes, over all its statements, hints and search_paths, and over what every statement stands on: the format of
 * these hashes, that of fingerprints, the server's major version, the declared extensions. Equal ones mean the same to the same server.
 */
final class Sources {
    /** The source hash of what is declared, but whose statements cannot be told: no record that holds it proves anything. */
    static final String UNKNOWN = "?";

    /** Rises when the same text comes to mean something else to Tidemark. */
    private static final String FORMAT = "s1";

    private final int major;
    private final Units units;
    private final Map<QName, String> hashes = new HashMap<>();
    private final Set<QName> secrets = new HashSet<>();

    Sources(CompiledSchema schema, int major) {
        this.major = major;
        this.units = Units.of(schema);
        String ground = FORMAT + "\n" + Fingerprints.FORMAT + "\npg" + major + "\n" + extensions(schema);
        for (QName unit : units.all()) {
            if (units.statements(unit).stream().anyMatch(d -> !isExtension(d))) {
                hashes.put(unit, hash(ground, unit, units.statements(unit)));
                if (units.statements(unit).stream()
                        .anyMatch(d -> !SecretOptions.hidden(d.sql()).equals(d.sql()))) {
                    secrets.add(unit);
                }
            }
        }
    }

    /** The server's major version. */
    int major() {
        return major;
    }

    Units units() {
        return units;
    }

    /** To each object that stands by itself, extensions left out. */
    Map<QName, String> hashes() {
        return hashes;
    }

    /** Units whose hashes do not cover all that their statements say: what is secret must not leave the process, not even as a hash. */
    Set<QName> secrets() {
        return secrets;
    }

    /** The unit of an object of this catalog, null where it is not declared. */
    @Nullable
    QName unit(ObjectName object, Catalog catalog) {
        Sequence sequence =
                object.kind() == ObjectKind.SEQUENCE ? catalog.sequences().get(QName.of(object)) : null;
        QName unit = units.of(object, sequence == null ? null : sequence.ownedByTable());
        return unit != null && hashes.containsKey(unit) ? unit : null;
    }

    static boolean isExtension(Declared declared) {
        ObjectName about = declared.target() == null ? declared.creates() : declared.target();
        return about != null && about.kind() == ObjectKind.EXTENSION;
    }

    private static String extensions(CompiledSchema schema) {
        return schema.statements().stream()
                .filter(Sources::isExtension)
                .map(d -> SchemaHash.of(d.sql()))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    /** As the text has them: their lexical order hangs on other statements. */
    private static String hash(String ground, QName unit, List<Declared> statements) {
        String text = statements.stream()
                .sorted(Comparator.comparingInt(Declared::line).thenComparingInt(Declared::column))
                .map(d -> SchemaHash.of(SecretOptions.hidden(d.sql())) + " " + d.searchPath() + " " + d.hints())
                .collect(Collectors.joining("\n", ground + "\n" + unit + "\n", ""));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return FORMAT + ":" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
