package io.github.mooring.api;

/**
 * What came of deleting documents; immutable.
 *
 * @param acknowledged whether the server has said so; if not, the number is 0 and nothing is known
 * @param deletedCount how many documents were deleted
 */
public record DeleteResult(boolean acknowledged, long deletedCount) {}
