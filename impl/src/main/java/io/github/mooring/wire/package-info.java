/**
 * Messages to bytes and back: the MongoDB wire protocol and the parts of BSON that it needs.
 *
 * <p>Pure functions over byte arrays: no socket, no clock, no thread. What comes from the network is never trusted;
 * whatever is wrong with it ends in a {@link io.github.mooring.wire.WireException} with the field and the numbers.
 */
@NullMarked
package io.github.mooring.wire;

import org.jspecify.annotations.NullMarked;
