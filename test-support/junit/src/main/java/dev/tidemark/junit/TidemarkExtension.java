package dev.tidemark.junit;

import dev.tidemark.Tidemark;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Behind {@link TidemarkTest}. In the store of the run: each server, and each template on it. In the store of a test or of a class: its copy, dropped at its
 * end.
 */
final class TidemarkExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(TidemarkExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == DataSource.class || type == TestDatabase.class || type == Tidemark.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> testClass = context.getRequiredTestClass();
        TidemarkTest test = AnnotationSupport.findAnnotation(
                        testClass, TidemarkTest.class, context.getEnclosingTestClasses())
                .orElseThrow(() -> new ExtensionConfigurationException(testClass.getName() + " has no @TidemarkTest"));
        Declared declared = Declared.of(test, testClass);
        TestDatabase database = database(test, declared, context).database();
        Class<?> type = parameter.getParameter().getType();
        if (type == DataSource.class) {
            return database.dataSource();
        }
        return type == Tidemark.class ? Tidemark.open(database.dataSource(), declared.options()) : database;
    }

    private static Copy database(TidemarkTest test, Declared declared, ExtensionContext context) {
        if (test.copy() == TidemarkTest.Copy.METHOD && context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "each test method has a database of its own, so that there is none yet before the first one and in"
                        + " a constructor; take the parameter in the test or in @BeforeEach, or say @TidemarkTest(copy"
                        + " = CLASS)");
        }
        ExtensionContext owner = test.copy() == TidemarkTest.Copy.METHOD ? context : ofClass(context);
        return owner.getStore(NAMESPACE)
                .getOrComputeIfAbsent("copy", key -> Copy.of(templates(test, context), declared, context), Copy.class);
    }

    /** The outermost class: nested ones share its copy. */
    private static ExtensionContext ofClass(ExtensionContext context) {
        ExtensionContext found = context;
        for (ExtensionContext c = context;
                c.getTestClass().isPresent();
                c = c.getParent().orElseThrow()) {
            found = c;
        }
        return found;
    }

    private static Templates templates(TidemarkTest test, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        test.server(), type -> new Running(Servers.start(test.server(), context)), Running.class)
                .templates();
    }

    /** A server, closed at the end of the run. */
    @SuppressWarnings("deprecation") // JUnit 5.12 closes nothing else, newer ones AutoCloseable too.
    private static final class Running implements Store.CloseableResource, AutoCloseable {
        private final PostgresServer server;
        private final Templates templates;

        Running(PostgresServer server) {
            this.server = server;
            this.templates = new Templates(TestDatabase.of(server));
        }

        Templates templates() {
            return templates;
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /** A database of a test or a class, dropped at its end. */
    @SuppressWarnings("deprecation") // as above
    private record Copy(Templates templates, TestDatabase database) implements Store.CloseableResource, AutoCloseable {
        static Copy of(Templates templates, Declared declared, ExtensionContext context) {
            String template = context.getRoot()
                    .getStore(NAMESPACE)
                    .getOrComputeIfAbsent(
                            new Made(templates, declared), made -> templates.template(declared), String.class);
            return new Copy(templates, templates.copy(template));
        }

        @Override
        public void close() {
            templates.drop(database);
        }
    }

    /** The key of a template: the same server, schema and data. */
    private record Made(Templates templates, Declared declared) {}
}
