/**
 * The goals of {@code tidemark-maven-plugin}, one class a goal. Each starts the command of the same name ({@code docs/cli.md}) in a JVM of its own, with the
 * module's classes and dependencies on its class path. {@code docs/maven.md} describes them.
 */
@NullMarked
package dev.tidemark.maven;

import org.jspecify.annotations.NullMarked;
