package dev.tidemark.processor;

import dev.tidemark.annotation.EnumType;
import dev.tidemark.annotation.Table;
import dev.tidemark.annotation.View;
import dev.tidemark.schema.SchemaHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;

/** One compilation: reads all declarations, builds a model for each app, and writes them all or, if anything is at fault, none. */
final class Compilation {
    private static final String SOURCES = "/sources";

    private final Scope scope;
    private final Faults faults;
    private final Output output;
    private final Known known;
    private final SourceLines lines;
    private final boolean cautious;

    Compilation(ProcessingEnvironment environment) {
        lines = new SourceLines(environment);
        faults = new Faults(environment);
        Apps apps = new Apps(environment.getElementUtils(), faults, environment.getOptions());
        scope = new Scope(environment.getElementUtils(), environment.getTypeUtils(), faults, apps);
        output = new Output(environment.getFiler());
        known = new Known(scope, output);
        cautious = !"off".equals(environment.getOptions().get("tidemark.lint"));
    }

    /**
     * Compiles the declared schemas.
     *
     * @param handedOver the annotated types that the compiler compiles now
     */
    void run(Set<String> handedOver) {
        SortedMap<String, List<TypeElement>> byApp = new TreeMap<>();
        for (TypeElement type : known.types(handedOver)) {
            scope.apps()
                    .home(type)
                    .ifPresent(home -> byApp.computeIfAbsent(home.app(), app -> new ArrayList<>())
                            .add(type));
        }
        List<Model> models = new ArrayList<>();
        byApp.forEach((app, types) -> models.add(model(app, types)));
        if (!faults.any()) {
            if (cautious) {
                models.forEach(new Cautions(scope)::of);
            }
            write(models, byApp);
        }
    }

    private Model model(String app, List<TypeElement> types) {
        EnumReader enums = new EnumReader(scope, app);
        TableReader reader = new TableReader(scope, enums);
        List<TableDeclaration> tables = new ArrayList<>();
        List<ViewDeclaration> views = new ArrayList<>();
        for (TypeElement type : types) {
            String schema = scope.apps().home(type).map(Apps.Home::schema).orElse("public");
            Optional<Mark> table = Mark.on(type, Table.class);
            table.flatMap(mark -> reader.table(type, mark, schema)).ifPresent(tables::add);
            Mark.on(type, View.class)
                    .filter(mark -> table.isEmpty())
                    .flatMap(mark -> reader.view(type, mark, schema))
                    .ifPresent(views::add);
            Mark.on(type, EnumType.class).ifPresent(mark -> readEnum(type, mark, enums));
        }
        return new ModelBuilder(faults, app).build(tables, views, enums.all());
    }

    private void readEnum(TypeElement type, Mark mark, EnumReader enums) {
        if (type.getKind() == ElementKind.ENUM) {
            enums.read(type, mark.place());
        } else {
            faults.report(Fault.MISPLACED, mark.place(), "EnumType", TableReader.kind(type));
        }
    }

    private void write(List<Model> models, Map<String, List<TypeElement>> types) {
        List<String> earlier = known.earlierApps();
        earlier.forEach(app -> lines.keep(output.lines(app + SOURCES)));
        try {
            for (Model model : models) {
                write(model, types.getOrDefault(model.app(), List.of()));
            }
            for (String app : earlier) {
                if (!types.containsKey(app)) {
                    deleteApp(app);
                }
            }
            if (!models.isEmpty()) {
                List<TypeElement> all =
                        types.values().stream().flatMap(Collection::stream).toList();
                output.write(Known.APPS, String.join("\n", types.keySet()) + "\n", all);
            } else if (!earlier.isEmpty()) {
                output.delete(Known.APPS);
            }
        } catch (IOException e) {
            faults.report(Fault.OUTPUT, "META-INF/tidemark", e);
        }
    }

    private void write(Model model, List<TypeElement> types) throws IOException {
        String sql = SchemaWriter.write(model);
        String app = model.app();
        output.write(app + "/schema.sql", sql, types);
        output.write(app + "/schema.properties", "app=" + app + "\nformat=1\nhash=" + SchemaHash.of(sql) + "\n", types);
        output.write(app + SOURCES, JavaElements.write(model, lines), types);
        output.write(Known.file(app), known.list(types), types);
    }

    private void deleteApp(String app) throws IOException {
        output.delete(app + "/schema.sql");
        output.delete(app + "/schema.properties");
        output.delete(app + SOURCES);
        output.delete(Known.file(app));
    }
}
