/**
 * Runs the cases of the specifications that are written in the unified test format: {@link io.github.mooring.unified.UnifiedCase}
 * is one case, {@link io.github.mooring.unified.UnifiedSpecificationTest} all of them.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/unified-test-format/unified-test-format.md">
 *     Unified Test Format</a>
 */
@NullMarked
package io.github.mooring.unified;

import org.jspecify.annotations.NullMarked;
