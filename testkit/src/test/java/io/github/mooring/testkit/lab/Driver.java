package io.github.mooring.testkit.lab;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerDescription;
import com.mongodb.connection.ServerType;
import com.mongodb.event.ClusterDescriptionChangedEvent;
import com.mongodb.event.ClusterListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The vendor's driver on a lab, and what it knows of the set. */
final class Driver implements AutoCloseable, ClusterListener {
    static final Duration PATIENCE = Duration.ofSeconds(40);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable ClusterDescription known;

    final MongoClient client;

    /** Options begin with an ampersand; heartbeats are so rare that only streaming can be quick. */
    Driver(String uri, String options) {
        ConnectionString string = new ConnectionString(uri + options);
        client = MongoClients.create(MongoClientSettings.builder()
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                                .addClusterListener(this))
                .applyToServerSettings(server -> server.heartbeatFrequency(60, TimeUnit.SECONDS))
                .applyConnectionString(string)
                .build());
    }

    Driver(Lab lab) {
        this(lab.uri(), "");
    }

    MongoCollection<Document> collection() {
        return client.getDatabase("lab").getCollection("things");
    }

    @Override
    public void clusterDescriptionChanged(ClusterDescriptionChangedEvent event) {
        lock.lock();
        try {
            known = event.getNewDescription();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the driver knows something; returns how long that took. */
    Duration await(Predicate<ClusterDescription> expected) throws InterruptedException {
        long begin = System.nanoTime();
        long left = PATIENCE.toNanos();
        lock.lock();
        try {
            ClusterDescription now = known;
            while (now == null || !expected.test(now)) {
                if (left <= 0) {
                    throw new AssertionError("the driver still knows: " + now);
                }
                left = changed.awaitNanos(left);
                now = known;
            }
            return Duration.ofNanos(System.nanoTime() - begin);
        } finally {
            lock.unlock();
        }
    }

    Duration awaitPrimary(LabNode node) throws InterruptedException {
        return await(cluster -> cluster.getServerDescriptions().stream()
                .anyMatch(server -> server.isPrimary() && server.getAddress().getPort() == node.port()));
    }

    static Predicate<ClusterDescription> types(ServerType... sorted) {
        return cluster -> cluster.getServerDescriptions().stream()
                .map(ServerDescription::getType)
                .sorted()
                .toList()
                .equals(List.of(sorted).stream().sorted().toList());
    }

    @Override
    public void close() {
        client.close();
    }
}
