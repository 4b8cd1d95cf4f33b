package io.github.mooring.session;

/** By what a server knows a command again, or what it belongs to; immutable. */
public sealed interface Numbering permits WriteNumber, TransactionStep {}
