package io.portage.model;

import io.portage.model.encoding.ByteSink;
import io.portage.model.encoding.ChangeEncoding;
import io.portage.model.encoding.EncodedChanges;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides the changes of one shard into batches of bounded size, in their order. Not thread-safe.
 */
public final class ChangeBatchBuilder {
  private final int shard;
  private final int maxRows;
  private final long maxBytes;
  private final ByteSink current = new ByteSink(1024);
  private final List<ChangeBatch> batches = new ArrayList<>();
  private int rows;

  /**
   * A builder without changes.
   *
   * @param shard the shard, from 0
   * @param maxRows the maximum number of changes per batch, at least 1
   * @param maxBytes the maximum number of encoded bytes per batch; a single larger change is a
   *     batch of its own
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

  /** Adds the change at this index of {@code changes}. */
  public void add(EncodedChanges changes, int index) {
    add(out -> changes.write(index, out));
  }

  /** Writes one encoded change. */
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

  /** Ends the current batch and returns all batches; later changes start another one. */
  public List<ChangeBatch> all() {
    if (rows > 0) {
      batches.add(ChangeBatch.ofBytes(shard, rows, current.split(current.size())));
      rows = 0;
    }
    return batches;
  }
}
