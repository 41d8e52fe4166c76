package io.portage;

import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.Provenance;
import io.portage.model.Change.RowLineage;
import io.portage.model.ChangePart;
import io.portage.model.Columns;
import io.portage.model.Coordinates;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import io.portage.model.Row;
import io.portage.model.Version;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds changes for tests. A change is whole, on time, and made of one record at offset 0 of
 * partition 0 of the topic {@code users_cdc}, unless the test sets something else.
 */
public final class TestChange {
  private final String table;
  private final Op op;
  private final RowLineage lineage;
  private Row key = Row.empty();
  private Row row = Row.empty();
  private Coordinates coordinates = new Coordinates("users_cdc", 0, 0);
  private ChangePart part = ChangePart.WHOLE;
  private long changeTime;
  private long kafkaTime;
  private long lateness;
  private @Nullable OffsetRanges origins;
  private int records = 1;
  private @Nullable Row movedTo;

  private TestChange(String table, Op op, RowLineage lineage) {
    this.table = table;
    this.op = op;
    this.lineage = lineage;
  }

  /** Begins an upsert or a delete; see the lineages for what its row contains. */
  public static TestChange of(String table, Op op, RowLineage lineage) {
    return new TestChange(table, op, lineage);
  }

  /** Begins an upsert with a full row. */
  public static TestChange upsert(String table, Version version) {
    return of(table, Op.UPSERT, RowLineage.fullRow(version));
  }

  /** Begins a change that differs from {@code change} in what the test sets next. */
  public static TestChange like(Change change) {
    return like(change, change.op(), change.lineage());
  }

  /** Begins a change like {@code change}, with another operation. */
  public static TestChange like(Change change, Op op, RowLineage lineage) {
    TestChange copy = of(change.table(), op, lineage);
    copy.key = change.key();
    copy.row = change.row();
    copy.coordinates = change.coordinates();
    copy.part = change.part();
    copy.changeTime = change.changeTime();
    copy.kafkaTime = change.kafkaTime();
    copy.lateness = change.lateness();
    copy.origins = change.origins();
    copy.records = change.recordCount();
    copy.movedTo = change.movedTo();
    return copy;
  }

  /** Returns a row; {@code columns} alternates names and values. */
  public static Row row(@Nullable Object... columns) {
    List<String> names = new ArrayList<>();
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < columns.length; i += 2) {
      names.add((String) columns[i]);
      values.add(columns[i + 1]);
    }
    return Row.of(Columns.of(names), values.toArray());
  }

  /** Sets the key. */
  public TestChange key(Row columns) {
    key = columns;
    return this;
  }

  /** Sets a key of one column. */
  public TestChange key(String column, Object value) {
    return key(Row.of(Columns.of(column), value));
  }

  /** Sets the row. */
  public TestChange with(Row columns) {
    row = columns;
    return this;
  }

  /** Sets the newest record. */
  public TestChange at(String topic, int partition, long offset) {
    return at(new Coordinates(topic, partition, offset));
  }

  /** Sets the newest record. */
  public TestChange at(Coordinates record) {
    coordinates = record;
    return this;
  }

  /** Sets the part of the newest record. */
  public TestChange part(ChangePart which) {
    part = which;
    return this;
  }

  /** Sets the times of the change and of its record, in milliseconds since 1970. */
  public TestChange times(long change, long kafka) {
    changeTime = change;
    kafkaTime = kafka;
    return this;
  }

  /** Sets by how many milliseconds the change is late. */
  public TestChange late(long millis) {
    lateness = millis;
    return this;
  }

  /** Sets the records that the change was merged from; by default the newest one. */
  public TestChange merged(OffsetRanges ranges, int count) {
    origins = ranges;
    records = count;
    return this;
  }

  /** Sets the key that the row moves to. */
  public TestChange movedTo(@Nullable Row newKey) {
    movedTo = newKey;
    return this;
  }

  /** Returns the change. */
  public Change build() {
    OffsetRanges ranges =
        origins == null
            ? OffsetRanges.of(
                new OffsetRange(
                    coordinates.topic(),
                    coordinates.partition(),
                    coordinates.offset(),
                    coordinates.offset() + 1,
                    part))
            : origins;
    return new Change(
        table,
        op,
        key,
        row,
        lineage,
        new Provenance(coordinates, part, changeTime, kafkaTime, lateness, ranges, records),
        movedTo);
  }
}
