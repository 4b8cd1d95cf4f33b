package io.github.mooring.deploy.tests;

import org.jboss.arquillian.core.spi.LoadableExtension;

/** Makes Arquillian start a MongoDB-compatible server before the application server, where none is given. */
public class MongoDbExtension implements LoadableExtension {
    @Override
    public void register(ExtensionBuilder builder) {
        builder.observer(MongoDbBeside.class);
    }
}
