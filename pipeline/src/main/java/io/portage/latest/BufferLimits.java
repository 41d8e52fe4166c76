package io.portage.latest;

import java.io.Serializable;

/**
 * What is buffered at most.
 *
 * @param paneRows most rows of a batch that leaves the stage, at least 1
 * @param paneBytes about how many bytes such a batch has at most, but for a single row
 * @param outputRows most rows of an output of the pre-combine
 * @param outputBytes about how many bytes such an output has at most, but for a single row
 * @param bufferBytes about how many bytes a pre-combine holds at most
 */
record BufferLimits(
    int paneRows, long paneBytes, int outputRows, long outputBytes, long bufferBytes)
    implements Serializable {
  private static final int MAX_OUTPUT_ROWS = 5_000;
  private static final long PANE_BYTES = 16L << 20;
  private static final long OUTPUT_BYTES = 2L << 20;
  private static final long BUFFER_BYTES = 256L << 20;

  /** All pre-combines of a process hold together at most one part in so many of its memory. */
  private static final long PART_OF_MEMORY = 8;

  static BufferLimits of(int paneRows) {
    if (paneRows < 1) {
      throw new IllegalArgumentException("paneRows is " + paneRows + ", must be at least 1");
    }
    return new BufferLimits(
        paneRows, PANE_BYTES, Math.min(MAX_OUTPUT_ROWS, paneRows), OUTPUT_BYTES, BUFFER_BYTES);
  }

  /** The bounds of one of {@code instances} pre-combines in a process of so much memory. */
  BufferLimits sharedBy(int instances, long memory) {
    long share = memory / PART_OF_MEMORY / Math.max(1, instances);
    return new BufferLimits(
        paneRows, paneBytes, outputRows, outputBytes, Math.min(bufferBytes, share));
  }
}
