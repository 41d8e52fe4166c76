package io.portage.model;

import io.portage.model.encoding.ByteSink;
import io.portage.model.encoding.ChangeEncoding;
import io.portage.model.encoding.EncodedChanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Makes batches of bounded size of the changes of one shard, in their order. Not thread-safe. */
public final class ChangeBatchBuilder {
  private final int shard;
  private final int maxRows;
  private final long maxBytes;
  private final ByteSink current = new ByteSink(1024);
  private final List<ChangeBatch> batches = new ArrayList<>();
  private int rows;

  /**
   * No batch yet.
   *
   * @param shard the shard, from 0
   * @param maxRows most changes of a batch, at least 1
   * @param maxBytes how many encoded bytes a batch has at most, but for a single change
   */
  public ChangeBatchBuilder(int shard, int maxRows, long maxBytes) {
    this.shard = shard;
    this.maxRows = maxRows;
    this.maxBytes = maxBytes;
  }

  /** Adds a change. */
  public void add(Change change) {
    add(out -> ChangeEncoding.write(change, out));
  }

  /** Adds the change at a place of {@code changes}. */
  public void add(EncodedChanges changes, int at) {
    add(out -> changes.write(at, out));
  }

  /** An encoded change. */
  @FunctionalInterface
  private interface Encoded {
    void writeTo(ByteSink out) throws IOException;
  }

  private void add(Encoded change) {
    int before = current.size();
    try {
      change.writeTo(current);
    } catch (IOException e) {
      throw new UncheckedIOException("a change cannot be encoded", e);
    }
    if (rows > 0 && (rows == maxRows || current.size() > maxBytes)) {
      batches.add(ChangeBatch.ofBytes(shard, rows, current.split(before)));
      rows = 0;
    }
    rows++;
  }

  /** The batches of all that was added; further changes would make further batches. */
  public List<ChangeBatch> all() {
    if (rows > 0) {
      batches.add(ChangeBatch.ofBytes(shard, rows, current.split(current.size())));
      rows = 0;
    }
    return batches;
  }
}
