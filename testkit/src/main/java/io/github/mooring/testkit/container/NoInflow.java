package io.github.mooring.testkit.container;

import jakarta.resource.spi.XATerminator;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;

/** Knows no transaction that was imported from elsewhere. */
final class NoInflow implements XATerminator {
    private static XAException unknown() {
        return new XAException(XAException.XAER_NOTA);
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        throw unknown();
    }

    @Override
    public void forget(Xid xid) throws XAException {
        throw unknown();
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        throw unknown();
    }

    @Override
    public Xid[] recover(int flag) {
        return new Xid[0];
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        throw unknown();
    }
}
