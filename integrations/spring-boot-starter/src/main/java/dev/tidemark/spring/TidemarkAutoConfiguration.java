package dev.tidemark.spring;

import dev.tidemark.Tidemark;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;

/** Found by Spring Boot. */
@AutoConfiguration
@ConditionalOnClass(Tidemark.class)
@ConditionalOnProperty(name = "tidemark.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(TidemarkProperties.class)
public final class TidemarkAutoConfiguration {
    @Bean
    SchemaStart tidemarkSchemaStart(TidemarkProperties properties, ResourceLoader resources) {
        return new SchemaStart(properties, resources);
    }

    /** Static, and with suppliers: a post-processor is made before all other beans. */
    @Bean
    static DataSourceGate tidemarkDataSourceGate(
            ObjectProvider<TidemarkProperties> properties, ObjectProvider<SchemaStart> start) {
        return new DataSourceGate(properties::getObject, start::getObject);
    }

    /** Where Spring Boot 4's health is on the class path. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HealthIndicator.class)
    static class HealthConfiguration {
        @Bean
        @ConditionalOnEnabledHealthIndicator("tidemark")
        @ConditionalOnMissingBean(name = "tidemarkHealthIndicator")
        TidemarkHealthIndicator tidemarkHealthIndicator(SchemaStart start) {
            return new TidemarkHealthIndicator(start);
        }
    }

    /** Where Actuator is. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
    static class EndpointConfiguration {
        @Bean
        @ConditionalOnAvailableEndpoint
        @ConditionalOnMissingBean
        TidemarkEndpoint tidemarkEndpoint(SchemaStart start) {
            return new TidemarkEndpoint(start);
        }
    }
}
