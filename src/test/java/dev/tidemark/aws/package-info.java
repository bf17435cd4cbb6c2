/** Tidemark against AWS's services on this machine: LocalStack with the project's own plugins ({@code src/test/localstack}), and moto for IAM. */
@NullMarked
package dev.tidemark.aws;

import org.jspecify.annotations.NullMarked;
