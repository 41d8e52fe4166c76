package io.portage.read;

import java.nio.ByteBuffer;

/**
 * The offset range of a record and its place in the reader, as the tracking consumer saw it.
 *
 * @param from the first offset that the record covers
 * @param firstOfReader true for the first record that its consumer returns for the partition
 * @param fromCheckpoint true if that consumer was positioned by a checkpoint
 * @param endOfInput true for the end mark of a bounded run, which is not a record
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
