package io.github.mooring.testkit.container;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.LocalTransaction;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** One resource's part in a transaction of the container's. */
interface Branch {
    /** Whether it can only be committed in one step, so that there may be one such at most. */
    boolean isLocal();

    /** Begins it. */
    void begin() throws ResourceException;

    /** Asks whether it can be committed; a local one can always. */
    void prepare() throws ResourceException;

    /** Commits what was prepared, or all in one step. */
    void commit(boolean onePhase) throws ResourceException;

    /** Takes back what was done. */
    void rollback() throws ResourceException;

    /** Of a resource that the container drives through {@link LocalTransaction}. */
    record Local(LocalTransaction resource) implements Branch {
        @Override
        public boolean isLocal() {
            return true;
        }

        @Override
        public void begin() throws ResourceException {
            resource.begin();
        }

        @Override
        public void prepare() {
            // there is no such step
        }

        @Override
        public void commit(boolean onePhase) throws ResourceException {
            resource.commit();
        }

        @Override
        public void rollback() throws ResourceException {
            resource.rollback();
        }
    }

    /** Of a resource that takes part in two-phase commit; used by the transaction's thread only. */
    final class Xa implements Branch {
        private final XAResource resource;
        private final Xid xid;
        private boolean ended;
        private boolean readOnly;

        Xa(XAResource resource, Xid xid) {
            this.resource = resource;
            this.xid = xid;
        }

        private interface Step {
            void take() throws XAException;
        }

        @Override
        public boolean isLocal() {
            return false;
        }

        @Override
        public void begin() throws ResourceException {
            step("start", () -> resource.start(xid, XAResource.TMNOFLAGS));
        }

        @Override
        public void prepare() throws ResourceException {
            end(XAResource.TMSUCCESS);
            step("prepare", () -> readOnly = resource.prepare(xid) == XAResource.XA_RDONLY);
        }

        @Override
        public void commit(boolean onePhase) throws ResourceException {
            end(XAResource.TMSUCCESS);
            if (!readOnly) {
                step("commit", () -> resource.commit(xid, onePhase));
            }
        }

        @Override
        public void rollback() throws ResourceException {
            end(XAResource.TMFAIL);
            step("rollback", () -> resource.rollback(xid));
        }

        private void end(int flags) throws ResourceException {
            if (!ended) {
                ended = true;
                step("end", () -> resource.end(xid, flags));
            }
        }

        private static void step(String name, Step step) throws ResourceException {
            try {
                step.take();
            } catch (XAException e) {
                throw new ResourceException("XA " + name + " failed with code " + e.errorCode, e);
            }
        }
    }
}
