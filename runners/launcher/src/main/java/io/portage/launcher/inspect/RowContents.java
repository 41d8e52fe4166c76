package io.portage.launcher.inspect;

import io.portage.RecordTrial;
import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.deadletter.DeadLetterIndex;
import io.portage.deadletter.EditedRecords;
import io.portage.deadletter.StoredDeadLetter;
import io.portage.kafka.RecordScan;
import io.portage.kafka.RecordScan.ScanRange;
import io.portage.kafka.TopicAdmin;
import io.portage.kafka.TopicAdmin.PartitionProgress;
import io.portage.launcher.output.Plural;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.model.Version;
import io.portage.model.event.SourceRecord;
import io.portage.target.TargetException;
import io.portage.target.TargetTable;
import io.portage.upsert.write.TargetRows;
import io.portage.verify.compare.ShownValues;
import io.portage.verify.compare.TargetRow;
import io.portage.verify.compare.TargetSide;
import io.portage.verify.compare.UndecidableException;
import io.portage.verify.report.Finding.ValuePair;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares the values of a row of the target with those that the job makes of the record whose
 * version the row has, column by column as {@code portage verify} does. So a row that another
 * program has changed is found although its version is that of the newest record.
 *
 * <p>Not guaranteed: columns that neither the record nor the job writes are not compared, and a
 * lookup has the present content of its reference.
 */
public final class RowContents {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final PortageConfig config;
  private final DeadLetterIndex index;
  private final TargetRows rows;
  private final RecordTrial trial;
  private final Clock clock;
  private final String table;
  private final Row key;
  private final boolean values;

  RowContents(
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
    this.trial = RecordTrial.of(config, rows.tables(), clock);
    this.clock = clock;
    this.table = table;
    this.key = key;
    this.values = values;
  }

  /**
   * The result of a comparison.
   *
   * @param verdict {@code equal}, {@code differs} or {@code unknown}
   * @param text the result, for display
   * @param columns the columns that differ
   * @param values their values, of the record and of the target; null if values are hidden or none
   *     differs
   */
  public record RowContent(
      String verdict, String text, List<String> columns, @Nullable Map<String, ValuePair> values) {
    private RowContent ofEdited(String id) {
      return new RowContent(
          verdict,
          text + "; the record as it was edited in the dead letter " + id,
          columns,
          values);
    }

    private static RowContent unknown(String why) {
      return new RowContent("unknown", "its values cannot be compared: " + why, List.of(), null);
    }
  }

  /**
   * Compares the row with the record that its version names, or with the dead letter of that record
   * if it was edited: two requests to the brokers, one record of each topic of the table, the
   * entries of the dead letter, and the queries of {@link #compare}.
   *
   * @param version the row's version; null if it has none
   */
  RowContent ofRow(@Nullable Version version) {
    if (version == null) {
      return RowContent.unknown("the row has no version, another program wrote it");
    }
    String place = ReplayPreview.place(version);
    List<ScanRange> ranges = new ArrayList<>();
    List<String> topics;
    boolean isRemoved = false;
    try (TopicAdmin admin = TopicAdmin.open(config.source())) {
      topics = TableTopics.of(config, table, admin.names(config.source().topicSelection()));
      for (PartitionProgress one : admin.progress(config.source().groupId(), topics)) {
        if (one.partition() == version.partition()) {
          isRemoved |= version.offset() < one.begin();
          if (version.offset() >= one.begin() && version.offset() < one.end()) {
            ranges.add(
                new ScanRange(
                    one.topic(), one.partition(), version.offset(), version.offset() + 1));
          }
        }
      }
    }
    List<Change> found = new ArrayList<>();
    boolean isWhole =
        RecordScan.read(
            config.source(),
            ranges,
            PATIENCE,
            clock,
            raw -> found.addAll(changes(raw, ChangePart.WHOLE, version)));
    try {
      index.refreshToEnd(DeadLetterInspection.SEARCH);
      if (!found.isEmpty()) {
        return ofRecord(found.get(0));
      }
      for (String topic : topics) {
        RowContent content =
            ofEdited(new Coordinates(topic, version.partition(), version.offset()), version);
        if (content != null) {
          return content;
        }
      }
    } catch (IOException unreadable) {
      return unreadable(unreadable);
    }
    return RowContent.unknown(
        !isWhole
            ? "the brokers were too slow"
            : isRemoved
                ? "the log begins above the record of its version (" + place + ")"
                : "the log has no record of its version ("
                    + place
                    + "): compaction has removed it, the present configuration makes another"
                    + " change of it, or another program or a repair wrote the row");
  }

  /**
   * Compares the row with a change of its version, or with the dead letter of the change's record
   * if it was edited before the index was last refreshed: the queries of {@link #compare}, and the
   * entries of the dead letter.
   *
   * @param change with source columns
   */
  RowContent ofRecord(Change change) {
    try {
      RowContent edited = ofEdited(change.coordinates(), change.version());
      return edited == null ? compare(change) : edited;
    } catch (IOException unreadable) {
      return unreadable(unreadable);
    }
  }

  private static RowContent unreadable(IOException cause) {
    return RowContent.unknown("the dead letters cannot be read: " + cause.getMessage());
  }

  /** Compares the row with the dead letter of a record; null if there is none that was edited. */
  private @Nullable RowContent ofEdited(Coordinates record, Version version) throws IOException {
    for (StoredDeadLetter stored : index.ofRecord(record)) {
      DeadLetter letter = stored.deadLetter();
      SourceRecord raw = letter.sourceRecord();
      if (raw != null && EditedRecords.original(raw).isPresent()) {
        List<Change> edited = changes(raw, letter.part().whole(), version);
        if (!edited.isEmpty()) {
          return compare(edited.get(0)).ofEdited(stored.id());
        }
      }
    }
    return null;
  }

  private List<Change> changes(SourceRecord raw, ChangePart part, Version version) {
    RowKey wanted = RowKey.of(table, key);
    return trial.normalize(raw, part).stream()
        .flatMap(row -> row.changes().stream())
        .filter(change -> change.version().equals(version))
        .filter(change -> RowKey.of(change).equals(wanted))
        .toList();
  }

  /**
   * Compares the row with a change of its version: one or two queries to the target, those of the
   * references, and up to three for the table's description.
   *
   * @param change with source columns
   */
  private RowContent compare(Change change) {
    if (change.op() != Change.Op.UPSERT) {
      return RowContent.unknown("the record of its version deletes the row");
    }
    String[] rejected = {""};
    Change expected;
    try {
      expected =
          trial.written(change, cause -> rejected[0] = cause.reason() + ": " + cause.message());
    } catch (IllegalStateException unreadable) {
      return RowContent.unknown(String.valueOf(unreadable.getMessage()));
    }
    if (expected == null) {
      return RowContent.unknown("the job would now reject the record, " + rejected[0]);
    }
    TableConfig settings = rows.settings(table);
    TargetTable described =
        rows.tables()
            .find(table)
            .orElseThrow(() -> new TargetException("the target has no table " + table, null));
    return rows.read(
        (connection, dialect) -> {
          TargetSide side;
          try {
            side = TargetSide.of(connection, dialect, described, settings);
          } catch (UndecidableException e) {
            return RowContent.unknown(e.reason());
          }
          List<TargetRow> found =
              side.find(connection, List.of(key))
                  .getOrDefault(RowKey.of(described.name(), key), List.of());
          return found.size() == 1
              ? content(side, expected, found.get(0))
              : RowContent.unknown(
                  "the target has " + Plural.of(found.size(), "row") + " of this key now");
        });
  }

  private RowContent content(TargetSide side, Change expected, TargetRow actual) {
    if (!expected.version().equals(actual.version())) {
      return RowContent.unknown("the row has been written meanwhile");
    }
    List<String> columns = side.differing(expected.row(), actual);
    List<String> unknown = side.unknownOf(expected.row());
    String compared =
        unknown.isEmpty()
            ? ""
            : "; not compared, because the record has no value of them: "
                + String.join(", ", unknown);
    if (columns.isEmpty()) {
      return new RowContent(
          "equal", "its values are those of the record" + compared, List.of(), null);
    }
    return new RowContent(
        "differs",
        "it differs from the record in "
            + (columns.size() == 1 ? "column " : "columns ")
            + String.join(", ", columns)
            + (side.areLookups(columns)
                ? ", looked up in a reference, which may have changed since"
                : ": another program has changed the row")
            + compared,
        List.copyOf(columns),
        values ? ShownValues.of(columns, expected.row(), actual.values()) : null);
  }
}
