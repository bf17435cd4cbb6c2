/**
 * The DataSource for functions: where the database is, who logs in, with which credential (Secrets Manager, IAM, SSM, plain) and behind which TLS. Imports identity and the
 * root; knows the AWS SDK in one class for each service, loaded only where that service is used.
 */
@NullMarked
package dev.tidemark.connect;

import org.jspecify.annotations.NullMarked;
