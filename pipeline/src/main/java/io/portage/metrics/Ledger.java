package io.portage.metrics;

import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.event.IgnoreReason;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Gauge;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * The counters of the ledger, in records (or halves of split records), and other metrics.
 *
 * <p>On Flink they belong to the current attempt: after a restart they start at 0.
 */
public final class Ledger {
  /** The namespace of all counters. */
  public static final String NAMESPACE = "portage";

  private Ledger() {}

  /** Records read, without end marks. */
  public static Counter read() {
    return counter(Stage.READ, "read");
  }

  /** Changes below the watermark by more than the allowed lateness. Not part of the sum. */
  public static Counter late() {
    return counter(Stage.LATEST, "late");
  }

  /** Changes that may belong to a log of the source that has begun again. Not part of the sum. */
  public static Counter suspectedLogRestart() {
    return counter(Stage.NORMALIZE, "suspectedLogRestart");
  }

  /** Second halves of key changes. */
  public static Counter split() {
    return counter(Stage.NORMALIZE, "split");
  }

  /** Records that need no write. */
  public static Counter ignored(IgnoreReason kind) {
    return counter(Stage.NORMALIZE, "ignored." + kind.label());
  }

  /** Rows written. */
  public static Counter applied() {
    return counter(Stage.UPSERT, "applied");
  }

  /** Records merged into a newer change of their key. */
  public static Counter superseded() {
    return counter(Stage.UPSERT, "superseded");
  }

  /** Records whose version the target already had. */
  public static Counter duplicate() {
    return counter(Stage.UPSERT, "duplicate");
  }

  /** Records for which the target had a newer version. */
  public static Counter stale() {
    return counter(Stage.UPSERT, "stale");
  }

  /** Acknowledged dead letters, by the stage and reason that produced them. */
  public static Counter dead(Stage stage, Reason reason) {
    return counter(Stage.DEAD_LETTER, "dead." + stage.label() + "." + reason);
  }

  /**
   * A counter of one table's changes with one result; {@code label} is the table's, see {@link
   * TableLabels}. Its name never equals the name of a total.
   */
  public static Counter ofTable(Stage stage, String label, String name) {
    return counter(stage, ofTable(label, name));
  }

  /** The name, without the stage, of a metric of one table. */
  public static String ofTable(String label, String name) {
    return "table." + label + "." + name;
  }

  /**
   * A gauge of {@code stage}, named {@code Stage.name}. On Flink each instance of a step has its
   * own, and they must be summed; other runners keep the last value of all instances, or none.
   */
  public static Gauge gauge(Stage stage, String name) {
    return Metrics.gauge(NAMESPACE, stage.label() + "." + name);
  }

  /** A counter of {@code stage}, named {@code Stage.name}. */
  public static Counter counter(Stage stage, String name) {
    return Metrics.counter(NAMESPACE, stage.label() + "." + name);
  }
}
