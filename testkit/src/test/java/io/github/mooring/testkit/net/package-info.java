@NullMarked
package io.github.mooring.testkit.net;

import org.jspecify.annotations.NullMarked;
