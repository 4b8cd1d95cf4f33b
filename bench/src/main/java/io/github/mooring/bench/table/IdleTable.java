package io.github.mooring.bench.table;

import com.mongodb.client.ClientSession;
import io.github.mooring.api.MongoSession;
import io.github.mooring.bench.canned.Behaviour;
import io.github.mooring.bench.canned.CannedReplies;
import io.github.mooring.bench.client.ClientSettings;
import io.github.mooring.bench.client.MooringClient;
import io.github.mooring.bench.client.VendorClient;
import io.github.mooring.bench.report.Cells;
import io.github.mooring.bench.report.Targets;
import io.github.mooring.bench.report.TextTable;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bson.Document;

/** What sessions cost that nobody uses. */
final class IdleTable implements BenchTable {
    private static final int SESSIONS = 100_000;
    private static final int FEWER = 10_000;
    private static final int COLLECTIONS = 4;
    /** One for the finds, which come one after the other, and the monitor's. */
    private static final int SOCKETS_OF_ONE = 2;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String title() {
        return "heap and sockets that idle sessions hold";
    }

    @Override
    public void print(Bench bench) throws Exception {
        int count = bench.options().quick() ? FEWER : SESSIONS;
        TextTable table = new TextTable("<client", "<sessions", "bytes each", "MB for 100,000", "sockets");
        bench.warmUp();
        bench.progress("idle sessions");
        mooring(bench, count, false, table);
        mooring(bench, count, true, table);
        vendor(bench, count, table);
        table.print(bench.out());
    }

    private static void mooring(Bench bench, int count, boolean used, TextTable table) throws IOException {
        String application = used ? "idle-used" : "idle-new";
        try (MooringClient client = new MooringClient(settings(bench, application))) {
            client.find();
            double bytes = bytesEach(count, client::openSession, session -> find(session, used), MongoSession::close);
            int sockets = bench.server().peers(application).peak();
            table.row(row("mooring", used ? "after a find" : "just opened", bytes, sockets));
            bench.figures().merge(Targets.IDLE_BYTES, bytes, Math::max);
            bench.figures().merge(Targets.IDLE_MEGABYTES, bytes * SESSIONS / 1e6, Math::max);
            bench.figures().merge(Targets.IDLE_SOCKETS, Math.max(0, sockets - SOCKETS_OF_ONE), Math::max);
        }
    }

    private static void find(MongoSession session, boolean really) {
        if (really) {
            session.getDatabase()
                    .getCollection(CannedReplies.COLLECTION)
                    .find(new Document("_id", CannedReplies.ID))
                    .first();
        }
    }

    private static void vendor(Bench bench, int count, TextTable table) throws IOException {
        String application = "idle-vendor";
        try (VendorClient client = new VendorClient(settings(bench, application))) {
            client.find();
            double bytes = bytesEach(count, client::openSession, client::find, ClientSession::close);
            table.row(row(
                    "vendor",
                    "after a find",
                    bytes,
                    bench.server().peers(application).peak()));
        }
    }

    private static ClientSettings settings(Bench bench, String application) {
        return new ClientSettings(bench.server().port(Behaviour.PLAIN), application, 4, "");
    }

    private static String[] row(String client, String state, double bytes, int sockets) {
        return new String[] {
            client, state, Cells.whole(bytes), Cells.tenths(bytes * SESSIONS / 1e6), Cells.whole(sockets)
        };
    }

    /** The heap that so many keep from being collected, divided by their number. */
    private static <S> double bytesEach(int count, Supplier<S> open, Consumer<S> use, Consumer<S> close) {
        Object[] kept = new Object[count];
        long before = usedBytes();
        for (int i = 0; i < count; i++) {
            S session = open.get();
            use.accept(session);
            kept[i] = session;
        }
        long after = usedBytes();
        for (Object session : kept) {
            @SuppressWarnings("unchecked") // only what was opened is in it
            S own = (S) session;
            close.accept(own);
        }
        return (after - before) / (double) count;
    }

    private static long usedBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
