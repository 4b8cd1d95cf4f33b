package io.github.mooring.client;

import io.github.mooring.api.dns.DnsResolver;
import io.github.mooring.api.dns.SrvRecord;
import io.github.mooring.api.dns.TxtRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Records in memory, answers and errors on demand, and what was asked. For one thread at a time. */
final class MemoryDns implements DnsResolver {
    private final Map<String, List<SrvRecord>> servers = new TreeMap<>();
    private final Map<String, List<TxtRecord>> texts = new TreeMap<>();
    private final List<String> questions = new ArrayList<>();
    private final List<Duration> timeouts = new ArrayList<>();
    private @Nullable IOException error;
    private @Nullable IOException textError;
    private Runnable duringSrv = () -> {};

    void server(String name, int port, String target) {
        server(name, port, target, Duration.ofSeconds(60));
    }

    void server(String name, int port, String target, Duration ttl) {
        servers.computeIfAbsent(name, key -> new ArrayList<>()).add(new SrvRecord(target, port, ttl));
    }

    void text(String name, String... parts) {
        texts.computeIfAbsent(name, key -> new ArrayList<>()).add(new TxtRecord(List.of(parts)));
    }

    /** Forgets records and errors. */
    void clear() {
        servers.clear();
        texts.clear();
        error = null;
        textError = null;
    }

    void fail(@Nullable IOException reason) {
        error = reason;
    }

    void failText(IOException reason) {
        textError = reason;
    }

    void duringSrv(Runnable what) {
        duringSrv = what;
    }

    List<String> questions() {
        return questions;
    }

    List<Duration> timeouts() {
        return timeouts;
    }

    @Override
    public List<SrvRecord> srv(String name, Duration timeout) throws IOException {
        duringSrv.run();
        return answer("SRV", name, timeout, error, servers);
    }

    @Override
    public List<TxtRecord> txt(String name, Duration timeout) throws IOException {
        return answer("TXT", name, timeout, error == null ? textError : error, texts);
    }

    private <T> List<T> answer(
            String type, String name, Duration timeout, @Nullable IOException reason, Map<String, List<T>> records)
            throws IOException {
        questions.add(type + " " + name);
        timeouts.add(timeout);
        if (reason != null) {
            throw reason;
        }
        return records.getOrDefault(name, List.of());
    }
}
