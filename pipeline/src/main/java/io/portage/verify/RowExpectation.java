package io.portage.verify;

import io.portage.config.ColumnDrift.UnknownColumnPolicy;
import io.portage.config.ColumnDrift.UnknownColumns;
import io.portage.config.FormatConfig;
import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.config.TableDefaults;
import io.portage.enrich.EnrichTrial;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Row;
import io.portage.model.SourcePosition;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.IgnoreReason;
import io.portage.model.event.Image;
import io.portage.model.event.SourceNames;
import io.portage.model.event.SourceRecord;
import io.portage.normalize.Normalizer;
import io.portage.normalize.NormalizerOutput;
import io.portage.target.TargetTables;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a row of the source's table what the job would write for it: the row becomes the event
 * of an insert, which passes Normalize and Enrich. Not thread-safe.
 *
 * <p>The values are typed, so no setting about the connector's encoding is needed or used.
 */
final class RowExpectation {
  /** Above every change, so that no column counts as younger than the row. */
  private static final SourcePosition POSITION = new SourcePosition(Long.MAX_VALUE, 0);

  private final Normalizer normalizer;
  private final EnrichTrial enrich;
  private final Clock clock;
  private final Result result = new Result();

  RowExpectation(PortageConfig config, TargetTables tables, Clock clock) {
    PortageConfig typed =
        config
            .withSource(config.source().withFormat(new TypedRows()))
            .withTables(config.tables().stream().map(RowExpectation::withoutAdditions).toList());
    this.normalizer =
        new Normalizer(typed, typed.source().format().create(""), tables, clock, () -> {});
    this.enrich = EnrichTrial.of(config, tables, clock);
    this.clock = clock;
  }

  /** A verification adds no column, and columns that the job has not added yet are no fault. */
  private static TableConfig withoutAdditions(TableConfig table) {
    return table.unknownColumns().policy() == UnknownColumnPolicy.ADD
        ? table.withUnknownColumns(UnknownColumns.IGNORE)
        : table;
  }

  /**
   * Returns what the target should have for {@code row}.
   *
   * @param names the names of the row's table in the source, for added columns
   */
  ExpectedRow of(TableConfig table, SourceNames names, Row row) {
    Envelope envelope =
        new Envelope(
            "c",
            table.from(),
            null,
            new Image(row, Set.of()),
            clock.instant(),
            POSITION,
            POSITION,
            null,
            null,
            null,
            names);
    SourceRecord record =
        new SourceRecord(
            new Coordinates(table.from(), 0, 0), 0, clock.millis(), null, null, List.of(), 0);
    result.clear();
    normalizer.normalize(new DecodedRecord(record, envelope), result);
    Change change = result.change;
    if (change == null) {
      return new ExpectedRow(null, null, result.rejected);
    }
    if (change.op() != Change.Op.UPSERT) {
      return new ExpectedRow(change.key(), null, null);
    }
    Change enriched = enrich.enrich(change, result::reject);
    return enriched == null
        ? new ExpectedRow(change.key(), null, result.rejected)
        : new ExpectedRow(change.key(), enriched.row(), null);
  }

  /** The format of rows that are read from a table: every value has its final type. */
  private record TypedRows() implements FormatConfig {
    @Override
    public String name() {
      return "rows of a table";
    }

    @Override
    public Format create(String unavailableValuePlaceholder) {
      return (topic, value) -> Envelope.malformed("a row of a table has no record");
    }

    @Override
    public TableDefaults tableDefaults() {
      throw new IllegalStateException("the tables are configured");
    }
  }

  /** The last result of Normalize. */
  private static final class Result implements NormalizerOutput {
    private @Nullable Change change;
    private @Nullable String rejected;

    private void clear() {
      change = null;
      rejected = null;
    }

    private void reject(FailureCause cause) {
      rejected = cause.reason() + ": " + cause.message();
    }

    @Override
    public void split() {
      throw new IllegalStateException("an insert changes no key");
    }

    @Override
    public void change(Change made) {
      change = made;
    }

    @Override
    public void ignored(DecodedRecord event, ChangePart changePart, IgnoreReason kind) {
      change = null;
    }

    @Override
    public void dead(DecodedRecord event, ChangePart changePart, FailureCause cause) {
      reject(cause);
    }
  }
}
