package dev.tidemark.template;

import static dev.tidemark.template.Cfn.list;
import static dev.tidemark.template.Cfn.map;
import static dev.tidemark.template.Cfn.string;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A template under given parameters: conditions and {@code Fn::If} evaluated, parameters, mappings and pseudo parameters put in, and what is not there left out.
 *
 * <p>What only AWS knows stands in angle brackets: {@code <Queue>} for a {@code Ref}, {@code <Queue.Arn>} for an attribute. A reference to a resource that is not there under these
 * parameters is refused, as CloudFormation would.
 */
final class Variant {
    private static final Map<String, Object> PSEUDO = Map.of(
            "AWS::Region", "eu-central-1",
            "AWS::AccountId", "123456789012",
            "AWS::Partition", "aws",
            "AWS::URLSuffix", "amazonaws.com",
            "AWS::StackName", "orders-test",
            "AWS::StackId", "<stack>");

    /** What CloudFormation knows among {@code Rules} ("Rule functions", CloudFormation Template Reference); with any other function it refuses the template. */
    private static final Set<String> RULE_FUNCTIONS = Set.of(
            "Ref",
            "Fn::And",
            "Fn::Contains",
            "Fn::EachMemberEquals",
            "Fn::EachMemberIn",
            "Fn::Equals",
            "Fn::Not",
            "Fn::Or",
            "Fn::RefAll",
            "Fn::ValueOf",
            "Fn::ValueOfAll");

    private static final Object NO_VALUE = new Object();
    private static final Pattern HOLE = Pattern.compile("\\$\\{([^!}][^}]*)}");

    private final Map<String, Object> template;
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> resources = new LinkedHashMap<>();

    Variant(Map<String, Object> template, Map<String, String> given) {
        this.template = template;
        map(template, "Parameters")
                .forEach((name, declared) -> parameters.put(name, value(given, name, map(declared))));
        Set<String> unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(parameters.keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no such parameters: " + unknown);
        }
        map(template, "Resources").forEach((name, resource) -> {
            if (isThere(map(resource))) {
                resources.put(name, map(resolve(withGlobals(map(resource)))));
            }
        });
    }

    private static Object value(Map<String, String> given, String name, Map<String, Object> declared) {
        @Nullable String text = given.containsKey(name) ? given.get(name) : (String) text(declared.get("Default"));
        if (text == null) {
            throw new IllegalArgumentException(name + " has no default and was not given");
        }
        boolean isList = string(declared.get("Type")).matches("CommaDelimitedList|List<.*>");
        return isList ? List.of(text.split(",", -1)) : text;
    }

    private static @Nullable Object text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** A parameter's value; empty where there is none of the name. */
    String parameter(String name) {
        Object value = parameters.getOrDefault(name, "");
        return value instanceof List<?> items
                ? items.stream().map(String::valueOf).collect(Collectors.joining(","))
                : value.toString();
    }

    /** What of the parameters is against their own constraints, and which of the template's rules they break. */
    List<String> refusals() {
        List<String> refusals = new ArrayList<>();
        map(template, "Parameters").forEach((name, declared) -> {
            if (!allowed(map(declared), parameter(name))) {
                refusals.add(name + " may not be \"" + parameter(name) + "\"");
            }
        });
        for (Object rule : map(template, "Rules").values()) {
            Map<String, Object> of = map(rule);
            functionsOfRules(of);
            if (of.get("RuleCondition") == null || isTrue(of.get("RuleCondition"))) {
                list(of.get("Assertions")).stream()
                        .filter(a -> !isTrue(map(a).get("Assert")))
                        .forEach(a -> refusals.add(string(map(a).get("AssertDescription"))));
            }
        }
        return refusals;
    }

    private static void functionsOfRules(@Nullable Object part) {
        if (part instanceof List<?> items) {
            items.forEach(Variant::functionsOfRules);
        }
        map(part).forEach((name, value) -> {
            if ((name.startsWith("Fn::") || name.equals("Condition")) && !RULE_FUNCTIONS.contains(name)) {
                throw new IllegalArgumentException("not supported in the Rules block of the template: " + name);
            }
            functionsOfRules(value);
        });
    }

    private static boolean allowed(Map<String, Object> declared, String value) {
        List<String> values = list(declared.get("AllowedValues")).stream()
                .map(Object::toString)
                .toList();
        String pattern = string(declared.get("AllowedPattern"));
        return (values.isEmpty() || values.contains(value))
                && (pattern.isEmpty() || Pattern.matches(pattern, value))
                && (declared.get("MinValue") == null
                        || Double.parseDouble(value) >= Double.parseDouble(string(declared.get("MinValue"))))
                && (declared.get("MaxValue") == null
                        || Double.parseDouble(value) <= Double.parseDouble(string(declared.get("MaxValue"))));
    }

    /** A condition of the template. */
    boolean condition(String name) {
        @Nullable Object condition = map(template, "Conditions").get(name);
        if (condition == null) {
            throw new IllegalArgumentException("no condition " + name);
        }
        return isTrue(condition);
    }

    /** The resources that there are, resolved; functions with what {@code Globals} gives them. */
    Map<String, Map<String, Object>> resources() {
        return Collections.unmodifiableMap(resources);
    }

    /** Those of a type, each its properties. */
    Map<String, Map<String, Object>> resources(String type) {
        Map<String, Map<String, Object>> of = new LinkedHashMap<>();
        resources.forEach((name, resource) -> {
            if (type.equals(resource.get("Type"))) {
                of.put(name, map(resource, "Properties"));
            }
        });
        return of;
    }

    /** The outputs that there are, resolved. */
    Map<String, Object> outputs() {
        Map<String, Object> outputs = new LinkedHashMap<>();
        map(template, "Outputs").forEach((name, output) -> {
            if (isThere(map(output))) {
                outputs.put(name, map(resolve(map(output))).get("Value"));
            }
        });
        return outputs;
    }

    private boolean isThere(Map<String, Object> part) {
        return !(part.get("Condition") instanceof String name) || condition(name);
    }

    private Map<String, Object> withGlobals(Map<String, Object> resource) {
        if (!"AWS::Serverless::Function".equals(resource.get("Type"))) {
            return resource;
        }
        Map<String, Object> whole = new LinkedHashMap<>(resource);
        whole.put("Properties", merged(map(template, "Globals", "Function"), map(resource, "Properties")));
        return whole;
    }

    /** As SAM does it: mappings are merged, lists are joined, the rest is replaced. */
    private static Object merged(@Nullable Object global, Object local) {
        if (global instanceof Map<?, ?> && local instanceof Map<?, ?> && !isFunction(local) && !isFunction(global)) {
            Map<String, Object> both = map(global);
            map(local).forEach((k, v) -> both.put(k, merged(both.get(k), v)));
            return both;
        }
        if (global instanceof List<?> first && local instanceof List<?> second) {
            List<Object> both = new ArrayList<>(first);
            both.addAll(second);
            return both;
        }
        return local;
    }

    private static boolean isFunction(Object value) {
        return value instanceof Map<?, ?> map
                && map.size() == 1
                && map.keySet().stream()
                        .allMatch(k -> k.equals("Ref") || string(k).startsWith("Fn::"));
    }

    private @Nullable Object resolve(@Nullable Object value) {
        if (value instanceof List<?> items) {
            return items.stream().map(this::resolve).filter(v -> v != NO_VALUE).toList();
        }
        if (!(value instanceof Map<?, ?>)) {
            return value;
        }
        Map<String, Object> map = map(value);
        if (isFunction(value)) {
            String name = map.keySet().iterator().next();
            return call(name, map.get(name));
        }
        Map<String, Object> resolved = new LinkedHashMap<>();
        map.forEach((k, v) -> {
            Object of = resolve(v);
            if (of != NO_VALUE) {
                resolved.put(k, of);
            }
        });
        return resolved;
    }

    private @Nullable Object call(String name, @Nullable Object argument) {
        List<Object> given = list(argument);
        return switch (name) {
            case "Ref" -> ref(string(argument));
            case "Fn::GetAtt" -> "<" + there(string(given.get(0))) + "." + string(given.get(1)) + ">";
            case "Fn::If" -> resolve(condition(string(given.get(0))) ? given.get(1) : given.get(2));
            case "Fn::Sub" -> sub(given);
            case "Fn::Join" ->
                list(resolve(given.get(1))).stream()
                        .map(Object::toString)
                        .collect(Collectors.joining(string(given.get(0))));
            case "Fn::FindInMap" -> {
                List<Object> keys = list(resolve(given));
                yield map(template, "Mappings", string(keys.get(0)), string(keys.get(1)))
                        .get(string(keys.get(2)));
            }
            case "Fn::Select" -> list(resolve(given.get(1))).get(Integer.parseInt(string(given.get(0))));
            case "Fn::Split" -> split(string(given.get(0)), string(resolve(given.get(1))));
            case "Fn::GetAZs" -> List.of("a", "b", "c");
            case "Fn::Cidr" -> List.of("net0", "net1", "net2", "net3", "net4", "net5");
            case "Fn::Equals", "Fn::Not", "Fn::And", "Fn::Or" -> isTrue(Map.of(name, given));
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** What only AWS knows has parts that only AWS knows. */
    private static List<String> split(String by, String text) {
        return text.startsWith("<")
                ? Collections.nCopies(10, "<part of " + text.substring(1))
                : List.of(text.split(Pattern.quote(by), -1));
    }

    private Object ref(String name) {
        if (name.equals("AWS::NoValue")) {
            return NO_VALUE;
        }
        if (parameters.containsKey(name)) {
            return parameters.get(name);
        }
        return PSEUDO.containsKey(name) ? PSEUDO.get(name) : "<" + there(name) + ">";
    }

    /** The name of a resource that is there, or of what SAM makes of one ({@code Function.Version}). */
    private String there(String name) {
        @Nullable Object resource = map(template, "Resources").get(name.split("\\.", -1)[0]);
        if (resource == null || !isThere(map(resource))) {
            throw new IllegalArgumentException("no resource " + name + " under these parameters");
        }
        return name;
    }

    private String sub(List<Object> given) {
        Map<String, Object> own = given.size() > 1 ? map(resolve(given.get(1))) : Map.of();
        return HOLE.matcher(string(given.get(0))).replaceAll(hole -> {
            String name = hole.group(1);
            Object value =
                    own.containsKey(name) ? own.get(name) : name.contains(".") ? "<" + there(name) + ">" : ref(name);
            return Matcher.quoteReplacement(string(value));
        });
    }

    private boolean isTrue(@Nullable Object condition) {
        Map<String, Object> map = map(condition);
        String name = map.keySet().iterator().next();
        List<Object> given = list(map.get(name));
        return switch (name) {
            case "Condition" -> condition(string(map.get(name)));
            case "Fn::Equals" -> string(resolve(given.get(0))).equals(string(resolve(given.get(1))));
            case "Fn::Contains" -> list(resolve(given.get(0))).contains(resolve(given.get(1)));
            case "Fn::Not" -> !isTrue(given.get(0));
            case "Fn::And" -> given.stream().allMatch(this::isTrue);
            case "Fn::Or" -> given.stream().anyMatch(this::isTrue);
            default -> throw new IllegalArgumentException("no condition: " + condition);
        };
    }
}
