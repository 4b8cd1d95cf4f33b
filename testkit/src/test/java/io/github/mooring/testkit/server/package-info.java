@NullMarked
package io.github.mooring.testkit.server;

import org.jspecify.annotations.NullMarked;
