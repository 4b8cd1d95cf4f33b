package io.github.mooring.deploy.tests;

import org.jboss.arquillian.core.spi.LoadableExtension;

/**
 * Makes Arquillian start and configure a domain of Payara or GlassFish before the first deployment. The modules of these
 * two servers name it in {@code META-INF/services}.
 */
public class AsadminExtension implements LoadableExtension {
    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(AsadminDomain.class);
    }
}
