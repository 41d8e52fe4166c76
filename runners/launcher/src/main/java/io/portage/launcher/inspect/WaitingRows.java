package io.portage.launcher.inspect;

import io.portage.RecordTrial;
import io.portage.config.PortageConfig;
import io.portage.kafka.RecordScan;
import io.portage.kafka.RecordScan.ScanRange;
import io.portage.kafka.TopicAdmin;
import io.portage.kafka.TopicAdmin.PartitionProgress;
import io.portage.launcher.output.Plural;
import io.portage.model.Change;
import io.portage.model.GuardResult;
import io.portage.model.RowKey;
import io.portage.target.ForeignKey;
import io.portage.upsert.write.TargetRows;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of a table that are not written yet, and the rows that they refer to and that the
 * target does not have. A parked row holds back its partition's committed offset, so its record is
 * at or above that offset: the records from there on are read, and their changes made by the job's
 * own stages. Nothing is asked of the runner, whose state is not readable.
 */
public final class WaitingRows {
  private static final int RECORDS = 2_000;
  private static final int KEYS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final PortageConfig config;
  private final TargetRows rows;
  private final ParkedInspection parked;
  private final Clock clock;
  private final String table;
  private final boolean values;

  WaitingRows(
      PortageConfig config,
      TargetRows rows,
      ParkedInspection parked,
      Clock clock,
      String table,
      boolean values) {
    this.config = config;
    this.rows = rows;
    this.parked = parked;
    this.clock = clock;
    this.table = table;
    this.values = values;
  }

  /**
   * A row that is not written yet.
   *
   * @param id the topic, partition and offset of its newest record
   * @param key the key's columns and values
   * @param operation the operation
   * @param constraint the foreign key whose row is missing, or null
   * @param parent the table of the missing row, or null
   * @param parentKey the referred columns of the missing row; null if there is none, or if they are
   *     not its primary key and values are hidden
   * @param text what it waits for, for display
   */
  public record WaitingRow(
      String id,
      Map<String, String> key,
      String operation,
      @Nullable String constraint,
      @Nullable String parent,
      @Nullable Map<String, String> parentKey,
      String text) {}

  /**
   * The rows of a table that are not written yet.
   *
   * @param rows at most 100
   * @param scanned the number of records that were read, from the committed offsets on
   * @param isWhole false if more records have no committed outcome than were looked at
   * @param text the result, for display
   */
  public record WaitingPage(List<WaitingRow> rows, int scanned, boolean isWhole, String text) {}

  WaitingPage read() {
    List<ScanRange> ranges = new ArrayList<>();
    boolean isWhole = ranges(ranges);
    RecordTrial trial = RecordTrial.of(config, rows.tables(), clock);
    Map<RowKey, Change> newest = new LinkedHashMap<>();
    int[] scanned = {0};
    isWhole &=
        RecordScan.read(
            config.source(),
            ranges,
            PATIENCE,
            clock,
            raw -> {
              scanned[0]++;
              for (Change change : trial.written(raw)) {
                if (change.table().equals(table) && change.op() != Change.Op.TRUNCATE) {
                  newest.merge(
                      RowKey.of(change),
                      change,
                      (one, other) -> other.version().isAfter(one.version()) ? other : one);
                }
              }
            });
    isWhole &= newest.size() <= KEYS;
    List<ForeignKey> references = newest.isEmpty() ? List.of() : parked.referencesOf(table);
    List<WaitingRow> found = new ArrayList<>();
    newest.values().stream()
        .limit(KEYS)
        .filter(change -> rows.preview(change).result() == GuardResult.APPLIED)
        .forEach(change -> found.add(waiting(change, references)));
    return new WaitingPage(found, scanned[0], isWhole, text(found, scanned[0], isWhole));
  }

  /** Adds the offsets without a committed outcome; returns false if these are not all. */
  private boolean ranges(List<ScanRange> ranges) {
    boolean isWhole = true;
    try (TopicAdmin admin = TopicAdmin.open(config.source())) {
      List<PartitionProgress> lagging =
          admin
              .progress(
                  config.source().groupId(),
                  TableTopics.of(config, table, admin.names(config.source().topicSelection())))
              .stream()
              .filter(one -> one.lag() > 0)
              .toList();
      long share = Math.max(20, RECORDS / Math.max(1, lagging.size()));
      for (PartitionProgress one : lagging) {
        long to = Math.min(one.end(), one.next() + share);
        isWhole &= to == one.end();
        ranges.add(new ScanRange(one.topic(), one.partition(), one.next(), to));
      }
    }
    return isWhole;
  }

  private WaitingRow waiting(Change change, List<ForeignKey> references) {
    MissingParent missing = MissingParent.of(change, references, rows, values).orElse(null);
    ForeignKey reference = missing == null ? null : missing.reference();
    return new WaitingRow(
        change.coordinates() + change.part().suffix(),
        RowScan.text(change.key()),
        change.op().name().toLowerCase(Locale.ROOT),
        reference == null ? null : reference.name(),
        reference == null ? null : reference.parent(),
        missing == null ? null : missing.key(),
        missing == null
            ? "not written yet, and every row that it refers to exists: it is on its way, or waits"
                + " for a row of another kind"
            : "waits for " + missing.sought());
  }

  /** Returns a key for display. */
  static String keyText(Map<String, String> key) {
    List<String> parts = new ArrayList<>();
    key.forEach((name, value) -> parts.add(name + " = " + value));
    return String.join(", ", parts);
  }

  private String text(List<WaitingRow> found, int scanned, boolean isWhole) {
    return (found.isEmpty()
            ? "no row of " + table + " waits"
            : Plural.of(found.size(), "row")
                + " of "
                + table
                + (found.size() == 1 ? " is" : " are")
                + " not written yet")
        + ", by the "
        + Plural.of(scanned, "record")
        + " without a committed outcome"
        + (found.isEmpty() ? " (a dead letter is an outcome, too)" : "")
        + (isWhole ? "" : "; there are more of these, which were not looked at");
  }
}
