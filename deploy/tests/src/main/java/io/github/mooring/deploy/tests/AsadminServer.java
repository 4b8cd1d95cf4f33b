package io.github.mooring.deploy.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Payara and GlassFish, administered by {@code asadmin}. */
public final class AsadminServer implements AdministeredServer, ContainerPools {
    private static final String FACTORIES = "asadmin.redeployed";

    /** For the service loader. */
    public AsadminServer() {}

    private static String withoutType(String fileName) {
        return fileName.substring(0, fileName.lastIndexOf('.'));
    }

    private static String name(Path archive) {
        return withoutType(archive.getFileName().toString());
    }

    /** The adapter, and what factories it is to have, in one go: each start of asadmin takes a second or more. */
    @Override
    public void deployAdapter(Path rar) {
        Path commands = rar.resolveSibling("redeployed.asadmin");
        try {
            String factories = Files.readString(Path.of(System.getProperty(FACTORIES)));
            Files.writeString(commands, "deploy --name " + name(rar) + " " + rar + "\n" + factories);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Asadmin.run("multimode", "--file", commands.toString());
    }

    @Override
    public void deployApplication(Path war) {
        Asadmin.run("deploy", "--name", name(war), "--contextroot", name(war), war.toString());
    }

    @Override
    public void undeployAdapter(String fileName) {
        Asadmin.run("undeploy", "--cascade", "true", withoutType(fileName));
    }

    @Override
    public void undeployApplication(String fileName) {
        Asadmin.run("undeploy", withoutType(fileName));
    }

    @Override
    public void flush(String name) {
        Asadmin.run("flush-connection-pool", name);
    }
}
