/** New projects: their files out of templates. {@link dev.tidemark.scaffold.Project} is the door. */
@NullMarked
package dev.tidemark.scaffold;

import org.jspecify.annotations.NullMarked;
