package io.github.mooring.bench.load;

import io.github.mooring.bench.client.MooringClient;
import io.github.mooring.bench.client.RawClient;
import io.github.mooring.bench.client.VendorClient;

/** The usual contestants. Stateless. */
public final class Clients {
    /** The name of Mooring in tables. */
    public static final String MOORING = "mooring";
    /** The name of the vendor's driver in tables. */
    public static final String VENDOR = "vendor";
    /** The name of the bare sockets in tables. */
    public static final String RAW = "raw";

    private Clients() {}

    /** Mooring, with further options of its connection string. */
    public static Contestant mooring(Point point, String options) {
        return new Contestant(MOORING, point.pool(), Threads.platform(point.threads()), options, MooringClient::new);
    }

    /** The vendor's driver. */
    public static Contestant vendor(Point point) {
        return new Contestant(VENDOR, point.pool(), Threads.platform(point.threads()), "", VendorClient::new);
    }

    /** Bare sockets, one for each thread. */
    public static Contestant raw(Point point) {
        return new Contestant(RAW, point.threads(), Threads.platform(point.threads()), "", RawClient::new);
    }
}
