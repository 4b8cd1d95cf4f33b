package io.github.mooring.connection;

import io.github.mooring.wire.RawDocument;

/** What a server is, by its answer to {@code hello}. Source: Server Discovery and Monitoring, "type". */
public enum ServerKind {
    /** A server without a replica set. */
    STANDALONE,
    /** The member of a replica set that takes writes. */
    PRIMARY,
    /** A member of a replica set that serves reads. */
    SECONDARY,
    /** A member of a replica set that serves nobody now: arbiter, hidden, starting up, or not yet configured. */
    OTHER_MEMBER,
    /** A router of a sharded cluster. */
    MONGOS;

    static ServerKind of(RawDocument hello) {
        if ("isdbgrid".equals(hello.stringValue("msg"))) {
            return MONGOS;
        }
        if (hello.stringValue("setName") == null) {
            return hello.booleanValue("isreplicaset", false) ? OTHER_MEMBER : STANDALONE;
        }
        if (hello.booleanValue("isWritablePrimary", false) || hello.booleanValue("ismaster", false)) {
            return PRIMARY;
        }
        boolean serves = hello.booleanValue("secondary", false) && !hello.booleanValue("hidden", false);
        return serves ? SECONDARY : OTHER_MEMBER;
    }
}
