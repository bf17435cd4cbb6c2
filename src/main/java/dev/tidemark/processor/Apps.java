package dev.tidemark.processor;

import dev.tidemark.annotation.Database;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.element.PackageElement;
import javax.lang.model.util.Elements;

/** Which app and schema a type belongs to: by its package, else a package above it, else the compiler's options. */
final class Apps {
    private static final Pattern APP = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    /** Where a type lives. */
    record Home(String app, String schema) {}

    private final Elements elements;
    private final Faults faults;
    private final Optional<Home> byOption;
    private final Map<String, Optional<Home>> byPackage = new HashMap<>();
    private final Set<String> homeless = new HashSet<>();
    private final SortedMap<String, SortedSet<String>> schemas = new TreeMap<>();

    Apps(Elements elements, Faults faults, Map<String, String> options) {
        this.elements = elements;
        this.faults = faults;
        this.byOption = Optional.ofNullable(options.get("tidemark.app"))
                .filter(this::isApp)
                .map(app -> new Home(app, optionSchema(options)));
    }

    /** Where a declared type lives; reported, once a package, where nothing says so. */
    Optional<Home> home(Element type) {
        PackageElement itsPackage = elements.getPackageOf(type);
        Optional<Home> home = find(itsPackage);
        home.ifPresent(
                h -> schemas.computeIfAbsent(h.app(), a -> new TreeSet<>()).add(h.schema()));
        if (home.isEmpty() && homeless.add(itsPackage.getQualifiedName().toString())) {
            faults.report(
                    Fault.NO_APP, Place.of(type), itsPackage.isUnnamed() ? "(unnamed)" : itsPackage.getQualifiedName());
        }
        return home;
    }

    /** The schema of an enum: that of its own package, else the only one that the app has. */
    Optional<String> schemaOf(Element type, String app) {
        Optional<String> own = find(elements.getPackageOf(type))
                .filter(h -> h.app().equals(app))
                .map(Home::schema);
        SortedSet<String> all = schemas.getOrDefault(app, new TreeSet<>());
        return own.isEmpty() && all.size() == 1 ? Optional.of(all.first()) : own;
    }

    private Optional<Home> find(PackageElement itsPackage) {
        String name = itsPackage.getQualifiedName().toString();
        Optional<Home> known = byPackage.get(name);
        if (known != null) {
            return known;
        }
        Optional<Home> found = Mark.on(itsPackage, Database.class)
                .map(this::read)
                .orElseGet(() -> parent(name).map(this::find).orElse(byOption));
        byPackage.put(name, found);
        return found;
    }

    /** The nearest package above that exists. */
    private Optional<PackageElement> parent(String name) {
        String above = name;
        while (above.contains(".")) {
            above = above.substring(0, above.lastIndexOf('.'));
            PackageElement element = elements.getPackageElement(above);
            if (element != null) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    private Optional<Home> read(Mark mark) {
        String app = mark.text("app");
        String schema = mark.gives("schema") ? mark.text("schema") : "public";
        if (!APP.matcher(app).matches()) {
            faults.report(Fault.APP_NAME, mark.place("app"), app);
        }
        Identifiers.schemaObjection(schema)
                .ifPresent(why -> faults.report(Fault.NAME, mark.place("schema"), schema, why));
        return Optional.of(new Home(app, schema));
    }

    private boolean isApp(String app) {
        boolean good = APP.matcher(app).matches();
        if (!good) {
            faults.report(Fault.APP_NAME, "-Atidemark.app", app);
        }
        return good;
    }

    private String optionSchema(Map<String, String> options) {
        String schema = options.getOrDefault("tidemark.schema", "public");
        Identifiers.schemaObjection(schema)
                .ifPresent(why -> faults.report(Fault.NAME, "-Atidemark.schema", schema, why));
        return schema;
    }
}
