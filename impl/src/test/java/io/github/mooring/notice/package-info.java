@NullMarked
package io.github.mooring.notice;

import org.jspecify.annotations.NullMarked;
