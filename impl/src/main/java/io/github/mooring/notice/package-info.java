/**
 * What whoever operates the library is told by it: lines of the log with ids, and events of the JDK's Flight Recorder. It stands at the bottom, so that every layer
 * can tell something, and knows nothing of what it tells.
 */
@NullMarked
package io.github.mooring.notice;

import org.jspecify.annotations.NullMarked;
