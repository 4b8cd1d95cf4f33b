package io.github.mooring.deploy.tests;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import java.io.IOException;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The process of the server of this run, as any local user of the same name may look into it. */
public final class ServerProcess {
    private ServerProcess() {}

    /** Its management beans. The process is known by the server's home, which its main class or arguments name. */
    @SuppressWarnings("BanJNDI") // the address is the one that the process itself has just told
    public static JMXConnector connect() throws IOException {
        String home = System.getProperty("server.home");
        VirtualMachineDescriptor found = VirtualMachine.list().stream()
                .filter(machine -> machine.displayName().contains(home))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no process of a server in " + home));
        try {
            VirtualMachine machine = VirtualMachine.attach(found);
            try {
                return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }
}
