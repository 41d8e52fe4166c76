package io.portage.latest;

import java.io.Serializable;

/**
 * The limits of the buffers of Latest. Limits in bytes are approximate.
 *
 * @param paneRows the maximum number of rows per output batch, at least 1
 * @param paneBytes the maximum number of bytes per output batch, unless it is a single row
 * @param outputRows the maximum number of rows per output of a pre-combine
 * @param outputBytes the maximum number of bytes per output of a pre-combine, unless it is a single
 *     row
 * @param bufferBytes the maximum number of bytes that a pre-combine buffers
 */
record BufferLimits(
    int paneRows, long paneBytes, int outputRows, long outputBytes, long bufferBytes)
    implements Serializable {
  private static final int MAX_OUTPUT_ROWS = 5_000;
  private static final long PANE_BYTES = 16L << 20;
  private static final long OUTPUT_BYTES = 2L << 20;
  private static final long BUFFER_BYTES = 256L << 20;

  /** All pre-combines of a process together use at most this fraction (1/n) of its memory. */
  private static final long PART_OF_MEMORY = 8;

  static BufferLimits of(int paneRows) {
    if (paneRows < 1) {
      throw new IllegalArgumentException("paneRows is " + paneRows + ", must be at least 1");
    }
    return new BufferLimits(
        paneRows, PANE_BYTES, Math.min(MAX_OUTPUT_ROWS, paneRows), OUTPUT_BYTES, BUFFER_BYTES);
  }

  /**
   * The limits of one of {@code instances} pre-combines in a process.
   *
   * @param memory the memory of the process in bytes
   */
  BufferLimits sharedBy(int instances, long memory) {
    long share = memory / PART_OF_MEMORY / Math.max(1, instances);
    return new BufferLimits(
        paneRows, paneBytes, outputRows, outputBytes, Math.min(bufferBytes, share));
  }
}
