package dev.tidemark.spring;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;

/** Lets a DataSource through to other beans once its schema is in step. */
final class DataSourceGate implements BeanPostProcessor, Ordered {
    private final Supplier<TidemarkProperties> properties;
    private final Supplier<SchemaStart> start;
    private final AtomicBoolean passed = new AtomicBoolean();

    DataSourceGate(Supplier<TidemarkProperties> properties, Supplier<SchemaStart> start) {
        this.properties = properties;
        this.start = start;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof DataSource dataSource && meant(name) && passed.compareAndSet(false, true)) {
            start.get().run(dataSource);
        }
        return bean;
    }

    /** The one that is named, else the first that is made. */
    private boolean meant(String name) {
        String named = properties.get().dataSource();
        return named == null || named.equals(name);
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
