package io.portage.read;

import java.nio.ByteBuffer;

/**
 * What the tracking consumer says about a record beside its offset.
 *
 * @param from the first offset that the record covers
 * @param firstOfReader whether it is the first that its consumer hands out for the partition
 * @param fromCheckpoint whether that consumer was sent there by a checkpoint
 * @param endOfInput whether it is no record at all, but the end of a bounded run
 */
record RecordCoverage(
    long from, boolean firstOfReader, boolean fromCheckpoint, boolean endOfInput) {
  private static final int FIRST = 1;
  private static final int RESUMED = 2;
  private static final int END = 4;

  byte[] toBytes() {
    int flags =
        (firstOfReader ? FIRST : 0) | (fromCheckpoint ? RESUMED : 0) | (endOfInput ? END : 0);
    return ByteBuffer.allocate(Byte.BYTES + Long.BYTES).put((byte) flags).putLong(from).array();
  }

  static RecordCoverage fromBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int flags = buffer.get();
    return new RecordCoverage(
        buffer.getLong(), (flags & FIRST) != 0, (flags & RESUMED) != 0, (flags & END) != 0);
  }
}
