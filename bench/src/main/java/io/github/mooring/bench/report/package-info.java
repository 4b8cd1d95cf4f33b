/** Text tables, figures by name, and the targets that they are held against. */
@NullMarked
package io.github.mooring.bench.report;

import org.jspecify.annotations.NullMarked;
