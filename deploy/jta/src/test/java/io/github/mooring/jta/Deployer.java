package io.github.mooring.jta;

import jakarta.resource.spi.ResourceAdapter;
import jakarta.transaction.TransactionManager;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.invoke.MethodHandles;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.jca.common.api.metadata.common.SecurityMetadata;
import org.jboss.jca.common.api.metadata.resourceadapter.Activation;
import org.jboss.jca.common.api.metadata.spec.ConfigProperty;
import org.jboss.jca.common.api.metadata.spec.Connector;
import org.jboss.jca.common.metadata.MetadataFactory;
import org.jboss.jca.common.metadata.ironjacamar.IronJacamarParser;
import org.jboss.jca.core.api.bootstrap.CloneableBootstrapContext;
import org.jboss.jca.core.api.connectionmanager.ccm.CachedConnectionManager;
import org.jboss.jca.core.bootstrapcontext.BootstrapContextCoordinator;
import org.jboss.jca.core.connectionmanager.ConnectionManager;
import org.jboss.jca.core.spi.security.SubjectFactory;
import org.jboss.jca.core.spi.transaction.TransactionIntegration;
import org.jboss.jca.core.util.Injection;
import org.jboss.jca.core.workmanager.WorkManagerCoordinator;
import org.jboss.jca.core.workmanager.WorkManagerImpl;
import org.jboss.jca.deployers.DeployersLogger;
import org.jboss.jca.deployers.common.AbstractResourceAdapterDeployer;
import org.jboss.jca.deployers.common.CommonDeployment;
import org.jboss.jca.deployers.common.DeployException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * IronJacamar's own deployer, which WildFly runs too: it reads the archive's descriptors, makes and configures the beans,
 * the pools and the connection managers, holds its validator's rules against classes and objects, and starts the adapter.
 * Warnings of the validator fail a deployment.
 */
final class Deployer extends AbstractResourceAdapterDeployer {
    private static final String CONTEXT = "deployer";

    private final Container container;
    private final Map<String, Object> bound = new ConcurrentHashMap<>();

    Deployer(Container container) {
        super(true);
        this.container = container;
        setConfiguration(new StrictConfiguration());
        WorkManagerImpl works = container.threads().workManager(CONTEXT);
        WorkManagerCoordinator.getInstance().setDefaultWorkManager(works);
        CloneableBootstrapContext context = container.bootstrapContext(CONTEXT);
        BootstrapContextCoordinator.getInstance().setDefaultBootstrapContext(context);
        start();
    }

    /**
     * Deploys an archive.
     *
     * @param root       the unpacked archive, for its {@code META-INF/ra.xml}
     * @param loader     the archive's classes
     * @param activation what an administrator says about it; null for the archive's own {@code META-INF/ironjacamar.xml}
     */
    CommonDeployment deploy(Path root, ClassLoader loader, @Nullable String activation) throws Throwable {
        MetadataFactory metadata = new MetadataFactory();
        Connector connector = metadata.getStandardMetaData(root.toFile());
        Activation activated = activation == null ? metadata.getIronJacamarMetaData(root.toFile()) : parse(activation);
        return createObjectsAndInjectValue(
                root.toUri().toURL(), "mooring.rar", root.toFile(), loader, connector, activated);
    }

    private static Activation parse(String activation) throws Exception {
        return new IronJacamarParser().parse(new ByteArrayInputStream(activation.getBytes(StandardCharsets.UTF_8)));
    }

    /** What has been bound under that name. */
    Object lookUp(String jndiName) {
        return Objects.requireNonNull(bound.get(jndiName), () -> jndiName + " is not among " + bound.keySet());
    }

    /** Ends everything in the order in which WildFly does. */
    void undeploy(CommonDeployment deployment) {
        for (ConnectionManager manager : deployment.getConnectionManagers()) {
            bound.remove(manager.getJndiName());
            manager.shutdown();
        }
        deployment.getResourceAdapter().stop();
        BootstrapContextCoordinator.getInstance().removeBootstrapContext(deployment.getBootstrapContextIdentifier());
    }

    @Override
    protected Object initAndInject(String className, List<? extends ConfigProperty> properties, ClassLoader loader)
            throws DeployException {
        try {
            Object bean = Class.forName(className, true, loader)
                    .getDeclaredConstructor()
                    .newInstance();
            for (ConfigProperty property : properties) {
                if (property.isValueSet()) {
                    new Injection()
                            .inject(
                                    bean,
                                    property.getConfigPropertyName().getValue(),
                                    property.getConfigPropertyValue().getValue(),
                                    property.getConfigPropertyType().getValue());
                }
            }
            return bean;
        } catch (ReflectiveOperationException e) {
            throw new DeployException(className + " could not be made", e);
        }
    }

    @Override
    protected @Nullable SubjectFactory getSubjectFactory(SecurityMetadata security, String jndiName) {
        return null;
    }

    @Override
    protected CachedConnectionManager getCachedConnectionManager() {
        return container.components();
    }

    @Override
    protected @Nullable File getReportDirectory() {
        return null;
    }

    @Override
    protected void registerResourceAdapterToMDR(URL url, File root, Connector connector, Activation activation) {
        // nobody looks anything up there
    }

    @Override
    protected String registerResourceAdapterToResourceAdapterRepository(ResourceAdapter adapter) {
        return adapter.getClass().getName();
    }

    @Override
    protected void setRecoveryForResourceAdapterInResourceAdapterRepository(String key, boolean xa) {
        // nothing is recovered
    }

    @Override
    protected TransactionManager getTransactionManager() {
        return getTransactionIntegration().getTransactionManager();
    }

    @Override
    protected TransactionIntegration getTransactionIntegration() {
        return container.transactions().integration();
    }

    @Override
    protected PrintWriter getLogPrintWriter() {
        return new PrintWriter(Writer.nullWriter());
    }

    @Override
    protected String[] bindConnectionFactory(URL url, String deploymentName, Object factory) {
        return bindConnectionFactory(url, deploymentName, factory, deploymentName);
    }

    @Override
    protected String[] bindConnectionFactory(URL url, String deploymentName, Object factory, String jndiName) {
        bound.put(jndiName, factory);
        return new String[] {jndiName};
    }

    @Override
    protected String[] bindAdminObject(URL url, String deploymentName, Object object) {
        return bindAdminObject(url, deploymentName, object, deploymentName);
    }

    @Override
    protected String[] bindAdminObject(URL url, String deploymentName, Object object, String jndiName) {
        bound.put(jndiName, object);
        return new String[] {jndiName};
    }

    @Override
    protected boolean checkConfigurationIsValid() {
        return getConfiguration() != null;
    }

    @Override
    protected boolean checkActivation(Connector connector, Activation activation) {
        return true;
    }

    @Override
    protected DeployersLogger getLogger() {
        return Logger.getMessageLogger(
                MethodHandles.lookup(), DeployersLogger.class, AbstractResourceAdapterDeployer.class.getName());
    }
}
