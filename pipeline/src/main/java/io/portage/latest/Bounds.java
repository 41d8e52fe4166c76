package io.portage.latest;

import java.io.Serializable;

/**
 * What is buffered at most, derived from the rows that a pane may have.
 *
 * <p>A trigger can count only elements, which here are outputs of the pre-combine. So an output has
 * at most {@code outputRows} rows, and a pane fires at {@code outputsPerPane} of them, whose
 * product is at most {@code paneRows}. A runner may hand several elements to a window before it
 * asks the trigger; such a pane is larger, but leaves in batches of {@code paneRows}.
 *
 * @param paneRows most rows of a batch that leaves the stage, at least 1
 * @param outputRows most rows of an output of the pre-combine
 * @param outputBytes about how many bytes such an output has at most, but for a single row
 * @param outputsPerPane at how many outputs a pane fires
 * @param bufferBytes about how many bytes a bundle holds at most
 * @param bufferWindows over how many windows a bundle spreads its rows at most
 */
record Bounds(
    int paneRows,
    int outputRows,
    long outputBytes,
    int outputsPerPane,
    long bufferBytes,
    int bufferWindows)
    implements Serializable {
  private static final int MAX_OUTPUT_ROWS = 1_000;
  private static final int OUTPUTS_PER_PANE = 50;
  private static final long OUTPUT_BYTES = 2L << 20;
  private static final long BUFFER_BYTES = 64L << 20;
  private static final int BUFFER_WINDOWS = 8;

  static Bounds of(int paneRows) {
    if (paneRows < 1) {
      throw new IllegalArgumentException("paneRows is " + paneRows + ", must be at least 1");
    }
    int outputRows = Math.min(MAX_OUTPUT_ROWS, Math.max(1, paneRows / OUTPUTS_PER_PANE));
    return new Bounds(
        paneRows, outputRows, OUTPUT_BYTES, paneRows / outputRows, BUFFER_BYTES, BUFFER_WINDOWS);
  }
}
