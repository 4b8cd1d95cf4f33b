@NullMarked
package io.github.mooring.testkit.lab;

import org.jspecify.annotations.NullMarked;
