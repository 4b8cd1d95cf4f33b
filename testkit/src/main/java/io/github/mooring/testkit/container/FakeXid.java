package io.github.mooring.testkit.container;

import java.nio.ByteBuffer;
import javax.transaction.xa.Xid;

/** The name of a transaction, by its number. */
record FakeXid(long number) implements Xid {
    @Override
    public int getFormatId() {
        return 1;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    @Override
    public byte[] getBranchQualifier() {
        return new byte[] {1};
    }
}
