/** Tests of the built artefacts, which Lambda would get: what is in them, what they load, what they answer. They run after {@code package}. */
@NullMarked
package dev.tidemark.artefact;

import org.jspecify.annotations.NullMarked;
