package io.github.mooring.testkit.container;

import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.WorkException;
import java.util.Timer;
import javax.transaction.xa.XAResource;
import org.jspecify.annotations.Nullable;

/** The smallest adapter that a container takes. */
public final class ToyAdapter implements ResourceAdapter {
    private Defect defect = Defect.NONE;
    private @Nullable Timer timer;

    /** One without defects. */
    public ToyAdapter() {}

    /** A property. */
    public Defect getDefect() {
        return defect;
    }

    /** Sets what it does wrong. */
    public void setDefect(Defect defect) {
        this.defect = defect;
    }

    @Override
    public void start(BootstrapContext context) throws ResourceAdapterInternalException {
        try {
            if (defect == Defect.BLOCKING_START) {
                context.getWorkManager().doWork(new Nothing());
            }
            timer = context.createTimer();
        } catch (UnavailableException e) {
            timer = null; // it does without
        } catch (WorkException e) {
            throw new ResourceAdapterInternalException(e);
        }
    }

    private static final class Nothing implements jakarta.resource.spi.work.Work {
        @Override
        public void run() {
            // nothing
        }

        @Override
        public void release() {
            // nothing
        }
    }

    @Override
    public void stop() {
        Timer running = timer;
        if (running != null && defect != Defect.TIMER_LEFT) {
            running.cancel();
        }
        if (defect == Defect.STOP_THROWS) {
            throw new UnsupportedOperationException("stop is not for me");
        }
    }

    @Override
    public void endpointActivation(MessageEndpointFactory endpoints, ActivationSpec specification)
            throws NotSupportedException {
        throw new NotSupportedException("no endpoints");
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory endpoints, ActivationSpec specification) {
        // none can have been activated
    }

    @Override
    public XAResource[] getXAResources(ActivationSpec[] specifications) {
        return new XAResource[0];
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ToyAdapter that && defect == that.defect;
    }

    @Override
    public int hashCode() {
        return defect.hashCode();
    }
}
