@NullMarked
package io.github.mooring.testkit.documentdb;

import org.jspecify.annotations.NullMarked;
