package io.github.mooring.pool;

/** When callers that ask for {@link Use#SHARED} share a resource. */
public enum Sharing {
    /** Never: every lease is exclusive. */
    NEVER,
    /** When nothing is idle and nothing more may be created; until then each has a resource of its own. */
    WHEN_FULL,
    /** Always: the least loaded resource that has room, an idle one being the least loaded; more are created only when none has. */
    ALWAYS
}
