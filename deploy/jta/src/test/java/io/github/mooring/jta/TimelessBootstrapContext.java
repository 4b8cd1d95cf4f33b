package io.github.mooring.jta;

import java.util.Timer;
import org.jboss.jca.core.bootstrapcontext.BaseCloneableBootstrapContext;

/** A bootstrap context that has no timers to give. */
final class TimelessBootstrapContext extends BaseCloneableBootstrapContext {
    @Override
    public Timer createTimer() {
        throw new UnsupportedOperationException("this container has no timers");
    }
}
