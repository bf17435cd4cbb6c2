/**
 * The API: {@link dev.tidemark.Tidemark} and the vocabulary that every other package speaks ({@link dev.tidemark.Plan},
 * {@link dev.tidemark.Hazard}, {@link dev.tidemark.SyncResult}, {@link dev.tidemark.TidemarkException}).
 *
 * <p>Only {@code Tidemark} looks inward (to {@code apply}, {@code control}, {@code schema}); the rest are values that import nothing of ours.
 */
@NullMarked
package dev.tidemark;

import org.jspecify.annotations.NullMarked;
