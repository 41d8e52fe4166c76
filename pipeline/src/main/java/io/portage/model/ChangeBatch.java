package io.portage.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes of one shard. Keys are distinct and in no particular order, but for keys with a change
 * that {@linkplain Change#moves moves}: nothing is merged across it, and the changes of such a key
 * stand in the order of their versions.
 *
 * <p>A batch that was decoded keeps its bytes, and decodes its changes when they are first asked
 * for: steps that hand it on as it is neither decode nor encode it. Immutable and thread-safe.
 */
public final class ChangeBatch {
  private final int shard;
  private final int size;
  private volatile @Nullable List<Change> changes;
  private volatile byte @Nullable [] bytes;

  /**
   * A batch.
   *
   * @param shard the shard, from 0
   * @param changes at most one for each table and key, but for keys with moves
   */
  public ChangeBatch(int shard, List<Change> changes) {
    this.shard = shard;
    this.size = changes.size();
    this.changes = changes;
  }

  private ChangeBatch(int shard, int size, byte[] bytes) {
    this.shard = shard;
    this.size = size;
    this.bytes = bytes;
  }

  /** The batch whose {@code size} changes {@link #toBytes} has written. */
  static ChangeBatch ofBytes(int shard, int size, byte[] bytes) {
    return new ChangeBatch(shard, size, bytes);
  }

  /** The shard, from 0. */
  public int shard() {
    return shard;
  }

  /** How many changes there are. */
  public int size() {
    return size;
  }

  /** The changes. */
  public List<Change> changes() {
    List<Change> known = changes;
    if (known == null) {
      known = read(bytes == null ? new byte[0] : bytes, size);
      changes = known;
    }
    return known;
  }

  /** The changes, one after the other. */
  byte[] toBytes() throws IOException {
    byte[] known = bytes;
    if (known == null) {
      ByteSink sink = new ByteSink(128 + 256 * size);
      for (Change change : changes()) {
        ChangeWire.write(change, sink);
      }
      known = sink.toBytes();
      bytes = known;
    }
    return known;
  }

  private static List<Change> read(byte[] bytes, int size) {
    ByteSource in = new ByteSource(bytes);
    List<Change> all = new ArrayList<>(Math.min(size, 100_000));
    try {
      for (int i = 0; i < size; i++) {
        all.add(ChangeWire.read(in));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a batch of changes cannot be decoded", e);
    }
    return all;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChangeBatch that
        && shard == that.shard
        && changes().equals(that.changes());
  }

  @Override
  public int hashCode() {
    return 31 * shard + changes().hashCode();
  }

  /** The shard and the number of changes: values never reach a log. */
  @Override
  public String toString() {
    return size + " changes of shard " + shard;
  }
}
