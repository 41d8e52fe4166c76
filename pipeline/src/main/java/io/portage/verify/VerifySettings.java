package io.portage.verify;

import io.portage.model.RowKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a verification.
 *
 * @param tables the names of tables, {@code tables[].from} or {@code tables[].to}; all if empty
 * @param sample the part of the rows that is compared, above 0 and at most 1; below 1, rows are
 *     chosen by a hash of their key, the same in every run
 * @param rounds how often undecided rows are looked at again, at least 1
 * @param barrierPatience how long each look waits for the barrier
 * @param chunkTime the time that the reading of a chunk should take
 * @param maxRowsPerSecond the most rows that are read from the source per second; 0 for no limit
 * @param maxFindings the number of findings that are kept; more are only counted
 * @param showValues true if findings contain the values that differ
 * @param state the file that keeps the progress, or null
 */
public record VerifySettings(
    List<String> tables,
    double sample,
    int rounds,
    Duration barrierPatience,
    Duration chunkTime,
    int maxRowsPerSecond,
    int maxFindings,
    boolean showValues,
    @Nullable Path state) {
  /** Everything, in three rounds. */
  public static final VerifySettings DEFAULTS =
      new VerifySettings(
          List.of(), 1, 3, Duration.ofMinutes(1), Duration.ofMillis(500), 0, 10_000, false, null);

  /** Returns true if the row with this key is compared. */
  public boolean isSampled(RowKey key) {
    return sample >= 1 || (key.stableHash() >>> 11) * 0x1.0p-53 < sample;
  }

  /** Returns a copy that shows values, or does not. */
  public VerifySettings withShowValues(boolean show) {
    return new VerifySettings(
        tables,
        sample,
        rounds,
        barrierPatience,
        chunkTime,
        maxRowsPerSecond,
        maxFindings,
        show,
        state);
  }

  /** Returns a copy that keeps its progress in {@code file}. */
  public VerifySettings withState(Path file) {
    return new VerifySettings(
        tables,
        sample,
        rounds,
        barrierPatience,
        chunkTime,
        maxRowsPerSecond,
        maxFindings,
        showValues,
        file);
  }
}
