package io.github.mooring.jta.ledger;

/** When, and how, a session comes to take part in a transaction. */
public enum Enlistment {
    /** As soon as it is opened, or as soon as the transaction begins. */
    EAGER,
    /** Once it is used, with an eye on what the container makes of it. */
    LAZY,
    /** Once it is used, in the belief that the container's {@code lazyEnlist} does all that there is to do. */
    TRUSTING
}
