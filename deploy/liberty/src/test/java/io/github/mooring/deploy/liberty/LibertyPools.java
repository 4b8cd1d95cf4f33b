package io.github.mooring.deploy.liberty;

import io.github.mooring.deploy.tests.ContainerPools;
import io.github.mooring.deploy.tests.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;

/** The connection managers of Open Liberty, by their management beans. */
public final class LibertyPools implements ContainerPools {
    /** For the service loader. */
    public LibertyPools() {}

    @Override
    public void flush(String name) {
        try (JMXConnector connector = ServerProcess.connect()) {
            MBeanServerConnection server = connector.getMBeanServerConnection();
            Set<ObjectName> managers = server.queryNames(
                    new ObjectName("WebSphere:type=com.ibm.ws.jca.cm.mbean.ConnectionManagerMBean,jndiName=eis/" + name
                            + ",*"),
                    null);
            if (managers.size() != 1) {
                throw new IllegalStateException("connection managers of eis/" + name + ": " + managers);
            }
            server.invoke(managers.iterator().next(), "purgePoolContents", new Object[] {"normal"}, new String[] {
                String.class.getName()
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }
}
