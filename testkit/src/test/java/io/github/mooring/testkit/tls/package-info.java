@NullMarked
package io.github.mooring.testkit.tls;

import org.jspecify.annotations.NullMarked;
