package io.portage.launcher.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portage.config.PortageConfig;
import io.portage.config.routing.TableRoutes;
import io.portage.deadletter.DeadLetterIndex;
import io.portage.launcher.inspect.RowContents.RowContent;
import io.portage.model.Row;
import io.portage.model.Version;
import io.portage.target.TargetException;
import io.portage.target.ValueDoesNotFitException;
import io.portage.upsert.write.TargetRows;
import io.portage.upsert.write.TargetRows.TextRow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The story of one row: what the target has, and what the log says about it. */
public final class RowInspection {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final PortageConfig config;
  private final DeadLetterIndex index;
  private final Optional<TargetRows> target;
  private final ParkedInspection parked;
  private final Clock clock;

  RowInspection(
      PortageConfig config,
      DeadLetterIndex index,
      Optional<TargetRows> target,
      ParkedInspection parked,
      Clock clock) {
    this.parked = parked;
    this.config = config;
    this.index = index;
    this.target = target;
    this.clock = clock;
  }

  /**
   * A row of the target.
   *
   * @param table the target table
   * @param key the key's columns and values
   * @param state {@code present}, {@code deleted} (marked), {@code tombstone} or {@code absent}
   * @param sentence the state, for display
   * @param version the greatest version of row and tombstone, or null
   * @param versionPlace the partition and the offset that the version contains, or null
   * @param content the comparison with the record of its version; null if there is no row
   * @param values the row's values as text; null if they are hidden or there is no row
   * @param withoutRecords the conclusion if a scan of the whole log finds no record of the row, for
   *     display
   */
  public record RowState(
      String table,
      Map<String, String> key,
      String state,
      String sentence,
      @Nullable String version,
      @Nullable String versionPlace,
      @Nullable RowContent content,
      @Nullable Map<String, @Nullable String> values,
      String withoutRecords) {}

  /**
   * Returns the rows of a table that are not written yet, and the missing rows that they refer to:
   * five requests to the brokers, 2,000 records at most, a query for each of at most 100 keys, and
   * one for each of their foreign keys.
   *
   * @param values true if values are shown that are not keys
   * @throws IllegalArgumentException if the table is unknown
   * @throws TargetException if the target does not answer, or a reference cannot be read
   */
  public WaitingRows.WaitingPage waiting(String table, boolean values) {
    TargetRows rows = rows();
    requireConfigured(table);
    rows.forgetTables();
    try {
      return new WaitingRows(config, rows, parked, clock, table, values).read();
    } catch (IllegalStateException unreadable) {
      throw new TargetException(String.valueOf(unreadable.getMessage()), unreadable);
    }
  }

  /**
   * Returns the state of a row: three queries to the target, up to three for the description of its
   * table, which may have been altered, and those of the references; and the record of its version.
   *
   * @param table the target table
   * @param key the value of a key of one column; or a JSON array of values, or a JSON object
   * @param values true if values are shown
   * @throws IllegalArgumentException if the key does not fit, or the table is unknown
   * @throws TargetException if the target does not answer
   */
  public RowState state(String table, String key, boolean values) {
    TargetRows rows = rows();
    rows.forgetTables();
    Row fitted = key(rows, table, key);
    Optional<TextRow> row = rows.row(table, fitted);
    Version newest = RowScan.newest(rows, table, fitted);
    String state =
        row.isEmpty()
            ? (newest == null ? "absent" : "tombstone")
            : row.get().deleted() ? "deleted" : "present";
    String place = newest == null ? null : ReplayPreview.place(newest);
    return new RowState(
        table,
        RowScan.text(fitted),
        state,
        switch (state) {
          case "absent" -> "the target has neither a row nor a tombstone of this key";
          case "tombstone" -> "the row was deleted; its tombstone has the version of " + place;
          case "deleted" -> "the row is marked as deleted, with the version of " + place;
          default ->
              "the target has the row"
                  + (place == null ? ", without a version" : ", with the version of " + place);
        },
        newest == null ? null : newest.toNumber().toString(),
        place,
        state.equals("present")
            ? new RowContents(config, index, rows, clock, table, fitted, values).ofRow(newest)
            : null,
        values && row.isPresent() ? row.get().values() : null,
        withoutRecords(state));
  }

  private static String withoutRecords(String state) {
    return "the log has no record of this row: "
        + switch (state) {
          case "absent" ->
              "the job cannot write it. Let the source send it again, such as by an incremental"
                  + " snapshot of its table, or insert it into the target";
          case "present" ->
              "another program has written it, or its records are older than the topic's retention";
          default -> "the record of its delete is older than the topic's retention";
        };
  }

  /**
   * Scans a part of the log for records of a row, the newest part first.
   *
   * @param before the end of the part by {@code topic-partition}, as the scan of the newer part
   *     returned it; empty for the newest part
   * @param values true if values are shown
   * @throws IllegalArgumentException if the key does not fit, or the table is unknown
   * @throws TargetException if the target does not answer
   * @throws java.io.IOException if the dead letters cannot be read
   */
  public RowScan.ScanPage scan(String table, String key, Map<String, Long> before, boolean values)
      throws java.io.IOException {
    TargetRows rows = rows();
    Row fitted = key(rows, table, key);
    return new RowScan(config, index, rows, clock, table, fitted, values).scan(before);
  }

  private TargetRows rows() {
    return target.orElseThrow(
        () -> new IllegalArgumentException("the target of this job is not a database"));
  }

  private Row key(TargetRows rows, String table, String text) {
    requireConfigured(table);
    try {
      return rows.key(table, values(text, rows.keyColumns(table)));
    } catch (ValueDoesNotFitException e) {
      throw new IllegalArgumentException(
          "the key does not fit " + table + ": " + e.getMessage(), e);
    }
  }

  private void requireConfigured(String table) {
    if (TableRoutes.of(config.tables()).ofTarget(table).isEmpty()) {
      throw new IllegalArgumentException("no configured table writes to " + table);
    }
  }

  /** Returns one value for each column of the key. */
  static List<Object> values(String text, List<String> columns) {
    String trimmed = text.strip();
    if (!trimmed.startsWith("{") && !trimmed.startsWith("[")) {
      requireColumns(columns, 1);
      return List.of(text);
    }
    JsonNode json;
    try {
      json = JSON.readTree(trimmed);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the key is neither a value nor JSON: " + e.getOriginalMessage(), e);
    }
    requireColumns(columns, json.size());
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      JsonNode value = json.isArray() ? json.get(i) : json.get(columns.get(i));
      if (value == null || !value.isValueNode() || value.isNull()) {
        throw new IllegalArgumentException("the key needs a value for " + columns.get(i));
      }
      values.add(
          value.isIntegralNumber() && value.canConvertToLong()
              ? (Object) value.longValue()
              : value.isNumber()
                  ? value.decimalValue()
                  : value.isBoolean() ? (Object) value.booleanValue() : value.textValue());
    }
    return List.copyOf(values);
  }

  private static void requireColumns(List<String> columns, int given) {
    if (columns.size() != given) {
      throw new IllegalArgumentException(
          "the key has the columns "
              + String.join(", ", columns)
              + (columns.size() == 1
                  ? ""
                  : ": write a JSON array of their values, or a JSON object"));
    }
  }
}
