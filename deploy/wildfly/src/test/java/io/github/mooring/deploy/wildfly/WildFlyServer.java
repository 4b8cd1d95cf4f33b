package io.github.mooring.deploy.wildfly;

import io.github.mooring.deploy.tests.AdministeredServer;
import io.github.mooring.deploy.tests.ContainerPools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jboss.as.controller.client.ModelControllerClient;
import org.jboss.as.controller.client.helpers.Operations;
import org.jboss.dmr.ModelNode;

/** WildFly, administered over its management interface. */
public final class WildFlyServer implements AdministeredServer, ContainerPools {
    private static final int PORT = 10090;

    /** For the service loader. */
    public WildFlyServer() {}

    @Override
    public void deployAdapter(Path rar) {
        deploy(rar);
    }

    @Override
    public void deployApplication(Path war) {
        deploy(war);
    }

    @Override
    public void undeployAdapter(String fileName) {
        undeploy(fileName);
    }

    @Override
    public void undeployApplication(String fileName) {
        undeploy(fileName);
    }

    /** Undertow's two, which serve requests, stay by default for good, and so do the fifty for works of adapters. */
    @Override
    public void endIdleThreads() {
        ModelNode worker = Operations.createAddress("subsystem", "io", "worker", "default");
        execute(Operations.createWriteAttributeOperation(worker, "task-core-threads", 0));
        execute(Operations.createWriteAttributeOperation(worker, "task-keepalive", 1000));
        ModelNode works = Operations.createAddress(
                "subsystem", "jca", "workmanager", "default", "short-running-threads", "default");
        execute(Operations.createWriteAttributeOperation(works, "allow-core-timeout", true));
        ModelNode second = new ModelNode();
        second.get("time").set(1);
        second.get("unit").set("SECONDS");
        execute(Operations.createWriteAttributeOperation(works, "keepalive-time", second));
    }

    @Override
    public void flush(String name) {
        execute(Operations.createOperation("flush-all-connection-in-pool", addressOfPool(name)));
    }

    @Override
    public OptionalLong destroyed(String name) {
        ModelNode statistics = addressOfPool(name).add("statistics", "pool");
        ModelNode outcome = outcomeOf(Operations.createReadAttributeOperation(statistics, "DestroyedCount"));
        return OptionalLong.of(Operations.readResult(outcome).asLong());
    }

    private static ModelNode addressOfPool(String name) {
        return Operations.createAddress(
                "subsystem", "resource-adapters", "resource-adapter", "mooring-tests", "connection-definitions", name);
    }

    private static ModelNode addressOf(String fileName) {
        return Operations.createAddress("deployment", fileName);
    }

    private static void deploy(Path archive) {
        String fileName = archive.getFileName().toString();
        ModelNode add = Operations.createAddOperation(addressOf(fileName));
        add.get("content").add().get("url").set(archive.toUri().toString());
        execute(add);
        execute(Operations.createOperation("deploy", addressOf(fileName)));
    }

    private static void undeploy(String fileName) {
        ModelNode undeploy = Operations.createOperation("undeploy", addressOf(fileName));
        // whoever needs it stays without it until it is back; otherwise the server would take the operation back
        undeploy.get("operation-headers", "rollback-on-runtime-failure").set(false);
        ModelNode outcome = outcomeOf(undeploy);
        // "failed" is what it calls an operation that was carried out and leaves somebody without what they need
        if (!Operations.isSuccessfulOutcome(outcome)
                && outcome.get("rolled-back").asBoolean(true)) {
            throw new IllegalStateException(undeploy + ": " + outcome);
        }
        execute(Operations.createRemoveOperation(addressOf(fileName)));
    }

    private static void execute(ModelNode operation) {
        ModelNode outcome = outcomeOf(operation);
        if (!Operations.isSuccessfulOutcome(outcome)) {
            throw new IllegalStateException(operation + ": " + outcome);
        }
    }

    private static ModelNode outcomeOf(ModelNode operation) {
        try (ModelControllerClient client =
                ModelControllerClient.Factory.create(InetAddress.getLoopbackAddress(), PORT)) {
            return client.execute(operation);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
