/**
 * Thin, for functions: {@link dev.tidemark.lambda.ColdStart} in the application's function, {@link dev.tidemark.lambda.TidemarkHandler} for everything
 * else, {@link dev.tidemark.lambda.Budget} and {@link dev.tidemark.lambda.FunctionDataSource}. docs/lambda.md shows their use.
 *
 * <p>The hot path is {@code ColdStart → HotCheck → control → identity}; everything that only a miss needs is reached through {@code SlowPath} alone.
 * {@code java.sql} appears in {@code HotCheck} and the DataSources. HikariCP, aws-lambda-java-core and org.crac are the user's dependencies.
 */
@NullMarked
package dev.tidemark.lambda;

import org.jspecify.annotations.NullMarked;
