package io.portage.launcher.inspect;

import io.portage.RecordTrial;
import io.portage.RecordTrial.RecordTrialResult;
import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterIndex;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.deadletter.Resolution;
import io.portage.kafka.RecordScan;
import io.portage.kafka.TopicAdmin;
import io.portage.kafka.TopicAdmin.PartitionProgress;
import io.portage.launcher.deadletters.DeadLetterTables;
import io.portage.launcher.deadletters.ShownText;
import io.portage.launcher.inspect.RowContents.RowContent;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.OffsetRanges;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.model.Version;
import io.portage.model.event.SourceRecord;
import io.portage.target.TombstoneKey;
import io.portage.upsert.write.TargetRows;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Searches a part of the log for the records of one row. A part has at most 20,000 records; who
 * wants more asks for the next part, so that a scan ends when nobody asks.
 */
public final class RowScan {
  private static final int RECORDS = 20_000;
  private static final int SHOWN = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final PortageConfig config;
  private final DeadLetterIndex index;
  private final TargetRows rows;
  private final Clock clock;
  private final String table;
  private final Row key;
  private final boolean values;

  RowScan(
      PortageConfig config,
      DeadLetterIndex index,
      TargetRows rows,
      Clock clock,
      String table,
      Row key,
      boolean values) {
    this.config = config;
    this.index = index;
    this.rows = rows;
    this.clock = clock;
    this.table = table;
    this.key = key;
    this.values = values;
  }

  /**
   * A record of the row.
   *
   * @param id its topic, partition and offset, and the number of its row if it has several
   * @param at its Kafka timestamp
   * @param changedAt its change time, or null
   * @param operation the operation, or null if it cannot be determined
   * @param version the change's version, or null
   * @param verdict {@code current}, {@code differs}, {@code older}, {@code in flight}, {@code dead
   *     letter}, {@code resolved} or {@code newer}
   * @param text the verdict, for display
   * @param values the source's columns as text; null if values are hidden
   */
  public record ScannedRecord(
      String id,
      String at,
      @Nullable String changedAt,
      @Nullable String operation,
      @Nullable String version,
      String verdict,
      String text,
      @Nullable Map<String, String> values) {}

  /**
   * A part of the log.
   *
   * @param records the records of the row, the newest first, at most 200
   * @param scanned the number of records that were read
   * @param isWhole false if the brokers were too slow, so that records may be missing
   * @param next the end of the next older part; empty if the beginning of the log was reached
   */
  public record ScanPage(
      List<ScannedRecord> records, int scanned, boolean isWhole, Map<String, Long> next) {}

  private record Found(SourceRecord raw, @Nullable Change change, RecordTrialResult trial) {}

  ScanPage scan(Map<String, Long> before) throws IOException {
    Map<String, PartitionProgress> progress = new LinkedHashMap<>();
    try (TopicAdmin admin = TopicAdmin.open(config.source())) {
      List<String> topics =
          TableTopics.of(config, table, admin.names(config.source().topicSelection()));
      for (PartitionProgress one : admin.progress(config.source().groupId(), topics)) {
        progress.put(one.topic() + "-" + one.partition(), one);
      }
    }
    long share = Math.max(100, RECORDS / Math.max(1, progress.size()));
    List<RecordScan.ScanRange> ranges = new ArrayList<>();
    Map<String, Long> next = new LinkedHashMap<>();
    progress.forEach(
        (name, one) -> {
          long to =
              before.isEmpty() ? one.end() : Math.min(before.getOrDefault(name, 0L), one.end());
          long from = Math.max(one.begin(), to - share);
          if (to > from) {
            ranges.add(new RecordScan.ScanRange(one.topic(), one.partition(), from, to));
            if (from > one.begin()) {
              next.put(name, from);
            }
          }
        });
    RecordTrial trial = RecordTrial.of(config, rows.tables(), clock);
    List<Found> found = new ArrayList<>();
    int[] scanned = {0};
    boolean isWhole =
        RecordScan.read(
            config.source(),
            ranges,
            PATIENCE,
            clock,
            raw -> {
              scanned[0]++;
              trial.normalize(raw).forEach(row -> add(raw, row, found));
            });
    found.sort(
        Comparator.comparingLong((Found one) -> one.raw().kafkaTime())
            .thenComparing(one -> one.raw().coordinates().offset())
            .thenComparing(one -> one.trial().part())
            .reversed());
    Map<String, DeadLetterSummary> letters = new HashMap<>();
    index
        .refreshToEnd(DeadLetterInspection.SEARCH)
        .summaries()
        .forEach(letter -> letters.put(letter.id(), letter));
    Version newest = newest(rows, table, key);
    RowContents contents = new RowContents(config, index, rows, clock, table, key, false);
    return new ScanPage(
        found.stream()
            .limit(SHOWN)
            .map(
                one ->
                    shown(
                        one,
                        newest,
                        contents,
                        letters,
                        Objects.requireNonNull(
                            progress.get(
                                one.raw().coordinates().topic()
                                    + "-"
                                    + one.raw().coordinates().partition()))))
            .toList(),
        scanned[0],
        isWhole,
        isWhole ? next : Map.of());
  }

  private void add(SourceRecord raw, RecordTrialResult trial, List<Found> found) {
    RowKey wanted = RowKey.of(table, key);
    boolean isFound = false;
    for (Change change : trial.changes()) {
      if (change.table().equals(table) && RowKey.of(change).equals(wanted)) {
        found.add(new Found(raw, change, trial));
        isFound = true;
      }
    }
    if (!isFound && trial.changes().isEmpty() && trial.images().stream().anyMatch(this::isOfKey)) {
      found.add(new Found(raw, null, trial));
    }
  }

  /** Returns true if an image that cannot become a change has the key, as the source wrote it. */
  private boolean isOfKey(Row image) {
    for (int i = 0; i < key.size(); i++) {
      String name = key.columns().names().get(i);
      Object value = image.get(name);
      if (value == null
          || !TombstoneKey.canonical(value)
              .equals(TombstoneKey.canonical(Objects.requireNonNull(key.get(i))))) {
        return false;
      }
    }
    return true;
  }

  private ScannedRecord shown(
      Found found,
      @Nullable Version newest,
      RowContents contents,
      Map<String, DeadLetterSummary> letters,
      PartitionProgress progress) {
    SourceRecord raw = found.raw();
    Change change = found.change();
    Verdict verdict = verdict(found, newest, contents, letters, progress);
    Row image =
        change != null && change.row().size() > 0
            ? change.row()
            : found.trial().images().isEmpty() ? Row.empty() : found.trial().images().get(0);
    return new ScannedRecord(
        raw.coordinates() + found.trial().part().suffix(),
        Instant.ofEpochMilli(raw.kafkaTime()).toString(),
        change == null ? null : Instant.ofEpochMilli(change.changeTime()).toString(),
        change == null ? null : change.op().name().toLowerCase(Locale.ROOT),
        change == null ? null : change.version().toNumber().toString(),
        verdict.name(),
        verdict.text(),
        values ? text(image) : null);
  }

  /** A verdict about a record. */
  private record Verdict(String name, String text) {}

  private static Verdict verdict(
      Found found,
      @Nullable Version newest,
      RowContents contents,
      Map<String, DeadLetterSummary> letters,
      PartitionProgress progress) {
    Change change = found.change();
    DeadLetterSummary letter = letter(found, letters);
    if (letter != null && letter.resolution() == null) {
      return new Verdict(
          "dead letter",
          "dead letter of "
              + letter.stage().label()
              + ", "
              + letter.reason()
              + ": "
              + ShownText.first(letter.message(), 500));
    }
    if (change != null && newest != null) {
      int order = change.version().compareTo(newest);
      if (order == 0) {
        return current(change, contents);
      } else if (order < 0) {
        return new Verdict(
            "older", "older than " + ReplayPreview.place(newest) + ", which the target has");
      }
    }
    if (found.raw().coordinates().offset() >= progress.next()) {
      return new Verdict(
          "in flight",
          "no committed outcome yet: not read yet, being written, or waiting for another row, which"
              + " the same command or page names without a key");
    }
    if (letter != null && change != null && isWritten(letter.resolution())) {
      return new Verdict(
          "newer",
          "a replay of its dead letter found or wrote it, and the target does not have it: another"
              + " program has changed or deleted the row; replay the dead letter again");
    }
    if (letter != null) {
      return new Verdict(
          "resolved", "its dead letter is resolved: " + DeadLetterTables.state(letter));
    }
    if (change == null) {
      return new Verdict("ignored", "no change of this row, by the present configuration");
    }
    return new Verdict(
        "newer",
        "newer than the target although its offset is committed: was the row or its tombstone"
            + " changed by another program, or the target restored?");
  }

  private static boolean isWritten(@Nullable Resolution resolution) {
    return resolution != null
        && (resolution.kind() == Resolution.ResolutionKind.APPLIED
            || resolution.kind() == Resolution.ResolutionKind.DUPLICATE);
  }

  private static Verdict current(Change change, RowContents contents) {
    String version = "the target has the version of this record";
    if (change.op() != Change.Op.UPSERT) {
      return new Verdict("current", version);
    }
    RowContent content = contents.ofRecord(change);
    return new Verdict(
        content.verdict().equals("differs") ? "differs" : "current",
        version + "; " + content.text());
  }

  private static @Nullable DeadLetterSummary letter(
      Found found, Map<String, DeadLetterSummary> letters) {
    String id = found.raw().coordinates().toString();
    for (ChangePart part : found.trial().part().withSameRow()) {
      DeadLetterSummary letter = letters.get(id + part.suffix());
      if (letter != null) {
        return letter;
      }
    }
    return null;
  }

  /** Returns the greatest version of the row and the tombstone of a key, or null. */
  static @Nullable Version newest(TargetRows rows, String table, Row key) {
    Version lowest = new Version(0, 0, 0, 0, 0);
    Change probe =
        new Change(
            table,
            Change.Op.DELETE,
            key,
            Row.empty(),
            Change.RowLineage.delete(lowest, false),
            new Change.Provenance(
                new io.portage.model.Coordinates("probe", 0, 0),
                ChangePart.WHOLE,
                0,
                0,
                0,
                OffsetRanges.of(List.of()),
                1),
            null);
    return rows.preview(probe).version();
  }

  /** Returns values as text, by column. */
  static Map<String, String> text(Row row) {
    Map<String, String> text = new LinkedHashMap<>();
    for (int i = 0; i < row.size(); i++) {
      Object value = row.get(i);
      text.put(
          row.columns().names().get(i),
          value == null ? "null" : ShownText.first(TombstoneKey.canonical(value), 4_096));
    }
    return text;
  }
}
