package io.github.mooring.deploy.tests;

import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * What an administrator does to a server while it runs, in the server's own words. The modules of servers that can do it
 * name their class in {@code META-INF/services}; it is used where Arquillian runs.
 */
public interface AdministeredServer {
    /** The one of this run; empty if nobody can. */
    static Optional<AdministeredServer> ofThisRun() {
        return ServiceLoader.load(AdministeredServer.class).findFirst();
    }

    /** Deploys a stand-alone adapter, so that there is a factory {@code eis/Redeployed}. */
    void deployAdapter(Path rar);

    /** Deploys an application. */
    void deployApplication(Path war);

    /** Undeploys the adapter of that file name, whoever needs it. */
    void undeployAdapter(String fileName);

    /** Undeploys the application of that file name. */
    void undeployApplication(String fileName);

    /**
     * Makes the server end the threads of its pools as soon as they are idle. A thread that waits for more to do still
     * holds what it did last, and what that has left in it; whether the adapter is held by anything else shows only where
     * such threads have ended. Does nothing by default.
     */
    default void endIdleThreads() {}
}
