/** Deployments as CloudFormation asks for them, against a real PostgreSQL and a local HTTP server as the pre-signed URL. */
@NullMarked
package dev.tidemark.deploy;

import org.jspecify.annotations.NullMarked;
