package io.github.mooring.testkit.lab;

import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.engine.MemoryEngine;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.EngineChoice;
import io.github.mooring.testkit.server.Face;
import io.github.mooring.testkit.server.Grant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A replica set on loopback, inside this JVM, that does what it is told: elections, crashes, restarts, reconfigurations. It can be
 * several mongos instead, with a load balancer in front of them, or one server alone.
 *
 * <p>All members work on the same data, so what was acknowledged is never lost; there is no rollback. A secondary is behind only
 * if it is told to be ({@link LabNode#replicationLag}). Roles, hello and errors are those of a real set.
 *
 * <p>Thread-safe. {@link #close} ends all threads and connections.
 */
public final class Lab implements AutoCloseable {
    private final ReplicaSet set;
    private final Elections elections;
    private final Engine data;
    private final Oplog oplog;
    private final boolean ownsData;
    private final int minWireVersion;
    private final int maxWireVersion;
    private final int firstPort;
    /** What the nodes are, if they are no replica set. */
    private final @Nullable MemberState alone;

    private final @Nullable LoadBalancer balancer;
    /** Leads to the first node only. */
    private final @Nullable LoadBalancer narrowBalancer;

    private final LogicalClock clock = new LogicalClock();
    private final Transactions transactions;
    private final ServerSessions sessions;
    /** What is done to the settings of each server before each of its starts. */
    private final List<Consumer<EmbeddedServer.Builder>> settings = new CopyOnWriteArrayList<>();
    /** Removed members stay here, as they stay alive. */
    private final List<LabNode> all = new CopyOnWriteArrayList<>();

    private final List<LabNode> nodes = new CopyOnWriteArrayList<>();
    private final String name;

    private Lab(Builder builder) {
        name = builder.name;
        set = new ReplicaSet(name);
        elections = new Elections(set, builder.automaticElections, builder.electionTime);
        Engine given = builder.engine;
        ownsData = given == null;
        data = given == null ? EngineChoice.newEngine() : given;
        oplog = new Oplog(data, MemoryEngine::new);
        transactions = data.hasTransactions() ? Transactions.of(data) : Transactions.over(oplog, MemoryEngine::new);
        sessions = new ServerSessions(transactions);
        minWireVersion = builder.minWireVersion;
        maxWireVersion = builder.maxWireVersion;
        firstPort = builder.firstPort;
        alone = builder.alone;
        balancer = builder.balanced ? new LoadBalancer(() -> serving(nodes)) : null;
        narrowBalancer = builder.balanced ? new LoadBalancer(() -> serving(nodes.subList(0, 1))) : null;
        settings.addAll(builder.settings);
    }

    /** A set of so many ordinary members, the first of which is primary. */
    public static Lab start(int members) {
        return builder().members(members).start();
    }

    /** Settings for a lab. */
    public static Builder builder() {
        return new Builder();
    }

    /** The set's name. */
    public String name() {
        return name;
    }

    /** The configured members, running or not, in order. */
    public List<LabNode> nodes() {
        return List.copyOf(nodes);
    }

    /** The configured member at this place. */
    public LabNode node(int index) {
        return nodes.get(index);
    }

    /** The primary, if there is one. */
    public Optional<LabNode> primary() {
        return Optional.ofNullable(set.primary()).map(this::nodeOf);
    }

    /** The members that are secondaries now, in order. */
    public List<LabNode> secondaries() {
        return nodes.stream()
                .filter(node -> node.state() == MemberState.SECONDARY)
                .toList();
    }

    /**
     * Waits for a primary.
     *
     * @throws IllegalStateException if there is none in time
     */
    public LabNode awaitPrimary(Duration atMost) throws InterruptedException {
        Member found = set.awaitPrimary(atMost);
        if (found == null) {
            throw new IllegalStateException("no primary within " + atMost + ": " + nodes);
        }
        return nodeOf(found);
    }

    /** A connection string that names all configured members that are not hidden, or the load balancer. */
    public String uri() {
        if (balancer != null) {
            return uriOf(balancer);
        }
        String options = alone == null ? "replicaSet=" + name : "directConnection=" + (alone == MemberState.STANDALONE);
        return nodes.stream()
                .filter(node -> !node.options().hidden())
                .map(LabNode::address)
                .collect(Collectors.joining(",", "mongodb://", "/?" + options));
    }

    /**
     * A connection string that names one server only, where there are mongos: the first of them, or a load balancer in front of that
     * one alone.
     */
    public String uriOfOne() {
        return narrowBalancer == null ? "mongodb://" + node(0).address() + "/?" : uriOf(narrowBalancer);
    }

    private static String uriOf(LoadBalancer balancer) {
        return "mongodb://127.0.0.1:" + balancer.port() + "/?loadBalanced=true";
    }

    /** The ports of the nodes that a load balancer would find alive. */
    private static List<Integer> serving(List<LabNode> nodes) {
        return nodes.stream()
                .filter(node -> node.state() != MemberState.DOWN && !node.isFrozen())
                .map(LabNode::port)
                .toList();
    }

    /**
     * Lets the primary step down; another member is elected after the election time, if there is one to elect.
     *
     * @param barred how long the former primary does not stand for election
     * @throws io.github.mooring.testkit.engine.CommandFailure if there is no primary
     */
    public void stepDown(Duration barred) {
        set.stepDown(null, barred);
        elections.review();
    }

    /**
     * Makes a member primary at once.
     *
     * @throws IllegalStateException if it is down, frozen, or never stands for election
     */
    public void electPrimary(LabNode node) {
        set.elect(node.member());
    }

    /** How long the set is without a primary before each election from now on. */
    public void electionTime(Duration without) {
        elections.time(without);
    }

    /** Restarts all members one after the other, the primary last and after it has stepped down. */
    public void rollingRestart() throws InterruptedException {
        Optional<LabNode> last = primary();
        for (LabNode node : nodes) {
            if (last.isEmpty() || node != last.get()) {
                node.restart();
            }
        }
        if (last.isPresent()) {
            if (last.get().state() == MemberState.PRIMARY) {
                stepDown(Duration.ofSeconds(60));
            }
            last.get().restart();
        }
    }

    /** Adds a member to the running set and starts it. */
    public LabNode add(MemberOptions options) {
        LabNode node = create(options);
        node.start();
        return node;
    }

    /** Takes a member out of the configuration; it runs on, and says that it belongs to no set. */
    public void remove(LabNode node) {
        nodes.remove(node);
        set.remove(node.member());
        elections.review();
    }

    /** Adds a user to all members, now and for later starts. */
    public void addUser(String user, String password, String database, Grant... grants) {
        settings.add(builder -> builder.user(user, password, database, grants));
        for (LabNode node : all) {
            if (node.state() != MemberState.DOWN) {
                node.server().addUser(user, password, database, grants);
            }
        }
    }

    /** Drops a user from all members, now and for later starts; connections lose their user with their next command. */
    public void dropUser(String user, String database) {
        settings.add(builder -> builder.withoutUser(user, database));
        for (LabNode node : all) {
            if (node.state() != MemberState.DOWN) {
                node.server().dropUser(user, database);
            }
        }
    }

    /** How many transactions are open, if the lab makes them itself. */
    public int openTransactions() {
        return transactions.open();
    }

    /** How many sessions clients have used within the last half hour and not ended. */
    public int openSessions() {
        return sessions.size();
    }

    /**
     * Ends everything.
     *
     * @throws IllegalStateException if a thread has not ended in time
     */
    @Override
    public void close() {
        elections.close();
        try {
            if (balancer != null) {
                balancer.close();
            }
            if (narrowBalancer != null) {
                narrowBalancer.close();
            }
            all.forEach(LabNode::stop);
        } finally {
            all.forEach(LabNode::release);
            oplog.close();
            if (ownsData) {
                data.close();
            }
        }
    }

    Oplog oplog() {
        return oplog;
    }

    void review() {
        elections.review();
    }

    LabNode.Run launch(LabNode node, Network network) {
        Member member = node.member();
        AdminCommands admin = new AdminCommands(set, member, clock, elections, node::stop);
        MemberEngine engine = new MemberEngine(set, member, oplog, clock, admin, sessions, transactions);
        EmbeddedServer.Builder builder = EmbeddedServer.builder();
        settings.forEach(setting -> setting.accept(builder));
        EmbeddedServer server = builder.port(node.port())
                .wireVersions(minWireVersion, maxWireVersion)
                .engine(engine)
                .face(face(member, network))
                .sockets(network.serverSockets())
                .start();
        return new LabNode.Run(server, engine);
    }

    private Face face(Member member, Network network) {
        MemberFace inSet = new MemberFace(set, member, network, clock, maxWireVersion);
        return alone == null ? inSet : new AloneFace(set, member, inSet, balancer != null);
    }

    private LabNode create(MemberOptions options) {
        Port port = new Port(firstPort == 0 ? 0 : firstPort + all.size());
        Member member = set.add("127.0.0.1:" + port.number(), options, alone);
        LabNode node = new LabNode(this, set, member, port);
        all.add(node);
        nodes.add(node);
        return node;
    }

    private LabNode nodeOf(Member member) {
        return all.stream()
                .filter(node -> node.member() == member)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no node for " + member));
    }

    /** Settings for a lab. Not thread-safe. */
    public static final class Builder {
        private String name = "lab";
        private final List<MemberOptions> members = new ArrayList<>();
        private Duration electionTime = Duration.ZERO;
        private boolean automaticElections = true;
        private @Nullable MemberState alone;
        private boolean balanced;
        private int minWireVersion;
        private int maxWireVersion = 21;
        private @Nullable Engine engine;
        private int firstPort;
        private final List<Consumer<EmbeddedServer.Builder>> settings = new ArrayList<>();

        private Builder() {}

        /** The set's name; {@code lab} by default. */
        public Builder name(String setName) {
            name = setName;
            return this;
        }

        /** Adds so many ordinary members. */
        public Builder members(int count) {
            for (int i = 0; i < count; i++) {
                members.add(MemberOptions.electable());
            }
            return this;
        }

        /** Adds one member. */
        public Builder member(MemberOptions options) {
            members.add(options);
            return this;
        }

        /** So many mongos instead of a replica set; each has cursors of its own, and all work on the same data. */
        public Builder routers(int count) {
            alone = MemberState.ROUTER;
            return members(count);
        }

        /** A load balancer in front of the mongos, which hands each connection to the next of them. */
        public Builder balanced() {
            balanced = true;
            return this;
        }

        /** One server that belongs to no set. */
        public Builder standalone() {
            alone = MemberState.STANDALONE;
            return members(1);
        }

        /** How long the set is without a primary before an election; zero, the default, elects on the spot. */
        public Builder electionTime(Duration without) {
            electionTime = without;
            return this;
        }

        /** Leaves it to {@link Lab#electPrimary} to make a primary, from the beginning. */
        public Builder manualElections() {
            automaticElections = false;
            return this;
        }

        /** The protocol versions to announce, 0 and 21 by default; below 9 there are no labels and no topology versions. */
        public Builder wireVersions(int min, int max) {
            minWireVersion = min;
            maxWireVersion = max;
            return this;
        }

        /** The port of the first member; the others have those after it. By default, or with 0, each takes one that is free. */
        public Builder firstPort(int number) {
            firstPort = number;
            return this;
        }

        /** Data that outlives the lab; not closed with it. */
        public Builder engine(Engine shared) {
            engine = shared;
            return this;
        }

        /** Changes each server's settings before each of its starts: users, authentication and the like. */
        public Builder servers(Consumer<EmbeddedServer.Builder> setting) {
            settings.add(setting);
            return this;
        }

        /**
         * Starts all members and elects the first that can be, without waiting for the election time.
         *
         * @throws IllegalStateException if there is no member, or a load balancer without mongos behind it
         */
        public Lab start() {
            if (members.isEmpty()) {
                throw new IllegalStateException("a replica set needs at least one member");
            }
            if (balanced && alone != MemberState.ROUTER) {
                throw new IllegalStateException("only mongos stand behind a load balancer");
            }
            Lab lab = new Lab(this);
            try {
                members.forEach(lab::create);
                lab.all.forEach(LabNode::startUnelected);
                if (automaticElections) {
                    lab.set.review(Duration.ZERO);
                }
                return lab;
            } catch (RuntimeException e) {
                lab.close();
                throw e;
            }
        }
    }
}
