/**
 * Tidemark as a CloudFormation custom resource: the event, the answer that is sent exactly once, the deadline, the next invocation. Imports connect, control,
 * identity and the root; knows the AWS SDK in the one class that invokes the function again.
 */
@NullMarked
package dev.tidemark.deploy;

import org.jspecify.annotations.NullMarked;
