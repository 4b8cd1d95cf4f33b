/**
 * A resource adapter for a list in memory, as small as one with local transactions, lazy association and lazy enlistment
 * can be. What holds for it holds because of the container, so it shows that the tests ask the right questions.
 */
@NullMarked
package io.github.mooring.jta.ledger;

import org.jspecify.annotations.NullMarked;
