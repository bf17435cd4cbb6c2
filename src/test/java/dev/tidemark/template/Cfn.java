package dev.tidemark.template;

import dev.tidemark.testkit.Needs;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A template as CloudFormation reads it, its short forms written out: {@code !Ref x} is {@code {Ref: x}}. */
final class Cfn {
    private Cfn() {}

    /** A file of the repository, as text. */
    static String text(String path) {
        try {
            return Files.readString(Needs.basedir().resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A template; JSON is YAML too. */
    static Map<String, Object> read(String yaml) {
        return map(new Yaml(new ShortForms()).load(yaml));
    }

    /** Whether it holds an alias ({@code *name}), which SAM would expand and CloudFormation refuses. */
    static boolean hasAlias(String yaml) {
        for (Event event : new Yaml().parse(new StringReader(yaml))) {
            if (event instanceof AliasEvent) {
                return true;
            }
        }
        return false;
    }

    /** A mapping, by its keys as text; an empty one for what is none. */
    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> given) {
            given.forEach((k, v) -> map.put(String.valueOf(k), v));
        }
        return map;
    }

    /** What lies under these keys, one in the other; an empty mapping where one is missing. */
    static Map<String, Object> map(Map<String, Object> from, String... path) {
        Map<String, Object> at = from;
        for (String key : path) {
            at = map(at.get(key));
        }
        return at;
    }

    /** A sequence; what is none is one of its own, and nothing is an empty one. */
    static List<Object> list(@Nullable Object value) {
        if (value instanceof List<?> given) {
            return List.copyOf(given);
        }
        return value == null ? List.of() : List.of(value);
    }

    /** As text; empty for nothing. */
    static String string(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static final class ShortForms extends SafeConstructor {
        ShortForms() {
            super(new LoaderOptions());
            yamlMultiConstructors.put("!", new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    return written(node.getTag().getValue().substring(1), node);
                }
            });
        }

        private Map<String, Object> written(String name, Node node) {
            Object value = switch (node) {
                case ScalarNode scalar -> constructScalar(scalar);
                case SequenceNode sequence -> constructSequence(sequence);
                case MappingNode mapping -> constructMapping(mapping);
                default -> throw new IllegalArgumentException(node.toString());
            };
            return switch (name) {
                case "Ref", "Condition" -> Map.of(name, value);
                case "GetAtt" -> Map.of("Fn::GetAtt", value instanceof String s ? split(s) : value);
                default -> Map.of("Fn::" + name, value);
            };
        }

        /** At the last dot: {@code Function.Version.Arn} is an attribute of {@code Function.Version}. */
        private static List<String> split(String text) {
            int dot = text.lastIndexOf('.');
            return Arrays.asList(text.substring(0, dot), text.substring(dot + 1));
        }
    }
}
