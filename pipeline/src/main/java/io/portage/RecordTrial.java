package io.portage;

import io.portage.config.PortageConfig;
import io.portage.decode.Formats;
import io.portage.enrich.EnrichTrial;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.model.Stage;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.IgnoreReason;
import io.portage.model.event.Image;
import io.portage.model.event.SourceRecord;
import io.portage.normalize.Normalizer;
import io.portage.normalize.NormalizerOutput;
import io.portage.target.TargetTables;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs single records and dead letters through the stages before Upsert, without a pipeline.
 * Nothing is written.
 *
 * <p>Not guaranteed: that the database accepts the changes; its constraints are not checked. Not
 * thread-safe.
 */
public final class RecordTrial {
  private final PortageConfig config;
  private final TargetTables tables;
  private final Clock clock;
  private final Format format;
  private final Normalizer normalizer;

  /** Created when first needed, because it reads the references. */
  private @Nullable EnrichTrial enrich;

  private RecordTrial(PortageConfig config, TargetTables tables, Clock clock) {
    this.config = config;
    this.tables = tables;
    this.clock = clock;
    this.format = Formats.of(config.source());
    this.normalizer = new Normalizer(config, format, tables, clock, () -> {});
  }

  /**
   * Creates a trial of a job.
   *
   * @param tables the target's tables; must not add columns
   */
  public static RecordTrial of(PortageConfig config, TargetTables tables, Clock clock) {
    return new RecordTrial(config, tables, clock);
  }

  /**
   * A failure before Upsert.
   *
   * @param stage the stage that failed
   * @param cause the cause
   */
  public record TrialFailure(Stage stage, FailureCause cause) {}

  /**
   * The result of one record, or of one row of it.
   *
   * @param part the part of the record: the whole record, or one row
   * @param changes the changes, two of a key change
   * @param failures the dead letters that it would become
   * @param ignored the kinds of parts that need no write
   * @param images the after and the before image as the source sent them, if they can be decoded
   */
  public record RecordTrialResult(
      ChangePart part,
      List<Change> changes,
      List<TrialFailure> failures,
      List<IgnoreReason> ignored,
      List<Row> images) {}

  /**
   * Returns the changes of a record after Normalize, with source columns: one result for each row,
   * or a single one if the record has one row, or none that can be told.
   */
  public List<RecordTrialResult> normalize(SourceRecord raw) {
    return normalize(raw, ChangePart.WHOLE);
  }

  /** Returns the changes of a part of a record, as {@link #normalize(SourceRecord)} does. */
  public List<RecordTrialResult> normalize(SourceRecord raw, ChangePart part) {
    CollectingOutput output = new CollectingOutput();
    Envelope envelope = format.decode(raw.coordinates().topic(), raw.value(), raw.headers());
    DecodedRecord event = new DecodedRecord(raw, envelope, part);
    Envelope.Fault fault = envelope.fault();
    for (DecodedRecord row : event.changes()) {
      TrialRow result = output.row(row.part());
      result.image(row.envelope().after());
      result.image(row.envelope().before());
    }
    if (fault == null) {
      normalizer.normalize(event, output);
    } else {
      output
          .row(part)
          .failures
          .add(
              new TrialFailure(
                  Stage.DECODE,
                  new FailureCause(Reason.MALFORMED, fault.problem(), fault.column(), null, null)));
    }
    return output.results();
  }

  /**
   * Returns the changes of a dead letter as a replay would write them, with target columns. Reads
   * the references at the first call.
   *
   * @throws IllegalStateException if a reference cannot be read
   */
  public RecordTrialResult replay(DeadLetter deadLetter) {
    Change change = deadLetter.change();
    ChangePart part = deadLetter.part();
    if (change != null && deadLetter.stage() == Stage.UPSERT) {
      return new RecordTrialResult(part, List.of(change), List.of(), List.of(), List.of());
    }
    SourceRecord raw = deadLetter.sourceRecord();
    List<RecordTrialResult> normalized =
        raw == null
            ? List.of(
                new RecordTrialResult(
                    part, List.of(deadLetter.changeOrThrow()), List.of(), List.of(), List.of()))
            : normalize(raw, part.whole());
    List<RecordTrialResult> rows = normalized.stream().map(this::enrich).toList();
    return new RecordTrialResult(
        part,
        rows.stream().flatMap(row -> row.changes().stream()).toList(),
        rows.stream().flatMap(row -> row.failures().stream()).toList(),
        rows.stream().flatMap(row -> row.ignored().stream()).toList(),
        rows.stream().flatMap(row -> row.images().stream()).toList());
  }

  /**
   * Returns the changes of a record as the job writes them, with target columns; none of those that
   * it rejects. Reads the references at the first call.
   *
   * @throws IllegalStateException if a reference cannot be read
   */
  public List<Change> written(SourceRecord raw) {
    return normalize(raw).stream().flatMap(row -> enrich(row).changes().stream()).toList();
  }

  /**
   * Returns the change of {@link #normalize} as the job writes it, with target columns; null if
   * Enrich rejects it. Reads the references at the first call.
   *
   * @param onFailure receives the cause
   * @throws IllegalStateException if a reference cannot be read
   */
  public @Nullable Change written(Change normalized, Consumer<FailureCause> onFailure) {
    return references().enrich(normalized, onFailure);
  }

  private RecordTrialResult enrich(RecordTrialResult row) {
    List<Change> enriched = new ArrayList<>();
    List<TrialFailure> failures = new ArrayList<>(row.failures());
    for (Change one : row.changes()) {
      Change change = written(one, cause -> failures.add(new TrialFailure(Stage.ENRICH, cause)));
      if (change != null) {
        enriched.add(change);
      }
    }
    return new RecordTrialResult(row.part(), enriched, failures, row.ignored(), row.images());
  }

  private EnrichTrial references() {
    EnrichTrial known = enrich;
    if (known == null) {
      known = EnrichTrial.of(config, tables, clock);
      enrich = known;
    }
    return known;
  }

  /** The results of one row. */
  private static final class TrialRow {
    private final ChangePart part;
    private final List<Change> changes = new ArrayList<>();
    private final List<TrialFailure> failures = new ArrayList<>();
    private final List<IgnoreReason> ignored = new ArrayList<>();
    private final List<Row> images = new ArrayList<>();

    private TrialRow(ChangePart part) {
      this.part = part;
    }

    private void image(@Nullable Image image) {
      if (image != null) {
        images.add(image.row());
      }
    }

    private RecordTrialResult result() {
      return new RecordTrialResult(
          part,
          List.copyOf(changes),
          List.copyOf(failures),
          List.copyOf(ignored),
          List.copyOf(images));
    }
  }

  private static final class CollectingOutput implements NormalizerOutput {
    private final Map<ChangePart, TrialRow> rows = new TreeMap<>();

    private TrialRow row(ChangePart part) {
      return rows.computeIfAbsent(part.whole(), TrialRow::new);
    }

    @Override
    public void split() {}

    @Override
    public void change(Change change) {
      row(change.part()).changes.add(change);
    }

    @Override
    public void ignored(DecodedRecord event, ChangePart changePart, IgnoreReason kind) {
      row(changePart).ignored.add(kind);
    }

    @Override
    public void dead(DecodedRecord event, ChangePart changePart, FailureCause cause) {
      row(changePart).failures.add(new TrialFailure(Stage.NORMALIZE, cause));
    }

    private List<RecordTrialResult> results() {
      return rows.values().stream().map(TrialRow::result).toList();
    }
  }
}
