/**
 * Tidemark in a Spring Boot application: the schema is brought in step, or checked, when the DataSource is made and before any other bean gets it.
 * {@code docs/spring-boot.md} shows the use.
 */
@NullMarked
package dev.tidemark.spring;

import org.jspecify.annotations.NullMarked;
