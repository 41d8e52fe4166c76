package io.portage.model;

import io.portage.model.encoding.ByteSink;
import io.portage.model.encoding.ByteSource;
import io.portage.model.encoding.ChangeEncoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes of one shard. There is one change per key, in no particular order. Exception: a key with
 * a {@linkplain Change#isKeyMove key move} has several changes, in the order of their versions,
 * because nothing is merged across a move.
 *
 * <p>A decoded batch keeps its bytes and decodes its changes on first access: steps that forward it
 * unchanged neither decode nor encode it. Immutable and thread-safe.
 */
public final class ChangeBatch {
  private final int shard;
  private final int size;
  private volatile @Nullable List<Change> changes;
  private volatile @Nullable EncodedBatch encoded;

  /** The encoded changes, one after the other, in a section of an array. */
  private record EncodedBatch(byte[] bytes, int from, int length) {}

  /**
   * A batch of decoded changes.
   *
   * @param shard the shard, from 0
   * @param changes at most one per table and key, except for keys with moves
   */
  public ChangeBatch(int shard, List<Change> changes) {
    this.shard = shard;
    this.size = changes.size();
    this.changes = changes;
  }

  private ChangeBatch(int shard, int size, EncodedBatch encoded) {
    this.shard = shard;
    this.size = size;
    this.encoded = encoded;
  }

  /** A batch of {@code size} changes from their encoding. */
  static ChangeBatch ofBytes(int shard, int size, byte[] bytes) {
    return new ChangeBatch(shard, size, new EncodedBatch(bytes, 0, bytes.length));
  }

  /** A batch of {@code size} changes whose encoding is the rest of {@code in}. */
  public static ChangeBatch read(int shard, int size, ByteSource in) throws IOException {
    int length = in.left();
    return new ChangeBatch(shard, size, new EncodedBatch(in.array(), in.skip(length), length));
  }

  /** The shard, from 0. */
  public int shard() {
    return shard;
  }

  /** The number of changes. */
  public int size() {
    return size;
  }

  /** The changes. */
  public List<Change> changes() {
    List<Change> result = changes;
    if (result == null) {
      result = read(encoded(), size);
      changes = result;
    }
    return result;
  }

  /** Writes the changes, one after the other. */
  public void writeTo(ByteSink out) {
    EncodedBatch result = encoded();
    out.write(result.bytes, result.from, result.length);
  }

  private EncodedBatch encoded() {
    EncodedBatch result = encoded;
    if (result == null) {
      ByteSink sink = new ByteSink(128 + 256 * size);
      try {
        for (Change change : changes()) {
          ChangeEncoding.write(change, sink);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("a batch of changes cannot be encoded", e);
      }
      result = new EncodedBatch(sink.array(), 0, sink.size());
      encoded = result;
    }
    return result;
  }

  private static List<Change> read(EncodedBatch encoded, int size) {
    ByteSource in = new ByteSource(encoded.bytes, encoded.from, encoded.length);
    List<Change> all = new ArrayList<>(Math.min(size, 100_000));
    try {
      for (int i = 0; i < size; i++) {
        all.add(ChangeEncoding.read(in));
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
