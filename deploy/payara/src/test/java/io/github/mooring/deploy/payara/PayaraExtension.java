package io.github.mooring.deploy.payara;

import org.jboss.arquillian.core.spi.LoadableExtension;

/** Makes Arquillian start and configure the domain before the first deployment. */
public class PayaraExtension implements LoadableExtension {
    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(PayaraDomain.class);
    }
}
