package io.portage;

import io.portage.config.ColumnDrift.UnknownColumnPolicy;
import io.portage.config.JdbcConfig;
import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.config.routing.AmbiguousRouteException;
import io.portage.config.routing.TableRoutes;
import io.portage.decode.Formats;
import io.portage.enrich.EnrichTrial;
import io.portage.kafka.LastRecords;
import io.portage.kafka.TopicAdmin;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.IgnoreReason;
import io.portage.model.event.Image;
import io.portage.model.event.SourceRecord;
import io.portage.normalize.Normalizer;
import io.portage.normalize.NormalizerOutput;
import io.portage.sink.SinkProviders;
import io.portage.target.Dialects;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.target.ddl.PlannedTables;
import io.portage.target.source.RequiredSourceSetting;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Runs the last records of a topic through the stages before Upsert, without a pipeline, and counts
 * the results. Nothing is written and no offset is committed.
 *
 * <p>Not guaranteed: that the database accepts the changes; its constraints are not checked. Not
 * thread-safe.
 */
public final class MessageTrial implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final PortageConfig config;
  private final Format format;
  private final TargetTables tables;
  private final Normalizer normalizer;

  /**
   * The normalizer without the tables' {@code where}: finds the errors of a record whose condition
   * cannot be evaluated.
   */
  private final Normalizer unfiltered;

  private final EnrichTrial enrich;
  private final LastRecords records;
  private final TableRoutes routes;

  /** The tables of the records tried so far, by the name that the routes found. */
  private final Map<String, TableConfig> routed = new TreeMap<>();

  private MessageTrial(
      PortageConfig config,
      Format format,
      TargetTables tables,
      Normalizer normalizer,
      Normalizer unfiltered,
      EnrichTrial enrich,
      LastRecords records) {
    this.config = config;
    this.format = format;
    this.tables = tables;
    this.normalizer = normalizer;
    this.unfiltered = unfiltered;
    this.enrich = enrich;
    this.records = records;
    this.routes = TableRoutes.of(config.tables());
  }

  /**
   * Opens the source and the target of a job. Both must be reachable.
   *
   * @throws io.portage.kafka.KafkaUnavailableException if no client can be opened for the source
   * @throws IllegalArgumentException if the configuration contradicts the format's schema
   */
  public static MessageTrial open(PortageConfig config, Clock clock) {
    Format format = Formats.of(config.source());
    TargetTables tables = planned(config, SinkProviders.of(config).tables(config));
    return new MessageTrial(
        config,
        format,
        tables,
        new Normalizer(config, format, tables, clock, () -> {}),
        new Normalizer(unfiltered(config), format, tables, clock, () -> {}),
        EnrichTrial.of(config, tables, clock),
        LastRecords.open(config.source(), clock));
  }

  private static TargetTables planned(PortageConfig config, TargetTables tables) {
    return config.target().sink() instanceof JdbcConfig jdbc
        ? new PlannedTables(tables, Dialects.of(jdbc.url()))
        : tables;
  }

  private static PortageConfig unfiltered(PortageConfig config) {
    return config.withTables(config.tables().stream().map(TableConfig::withoutWhere).toList());
  }

  /**
   * The kind of a failure; records with the same kind are counted together.
   *
   * @param table the source's name of the table, or the topic
   * @param column the column that failed, or null
   * @param misfit the message if a value does not fit the column, which may have several reasons;
   *     else empty
   */
  public record FailureKind(
      Stage stage, Reason reason, String table, @Nullable String column, String misfit) {
    private static FailureKind of(Stage stage, FailureCause cause, String table) {
      String misfit = cause.reason() == Reason.DOES_NOT_FIT ? cause.message() : "";
      return new FailureKind(stage, cause.reason(), table, cause.column(), misfit);
    }
  }

  /**
   * The number of records that failed with one kind.
   *
   * @param records the number of records
   * @param message the message of the first failure, without row values
   */
  public record FailureCount(int records, String message) {
    private FailureCount plusOne() {
      return new FailureCount(records + 1, message);
    }
  }

  /**
   * The result for the last records of a topic.
   *
   * @param records the number of records read
   * @param dead the number of records of which the whole or a part would become a dead letter
   * @param ignored the number of records that would be ignored
   * @param control the number of ignored records that are control messages of the source
   * @param failures the dead letters by kind, in the order of their first occurrence
   * @param needs by target table whose changes come without a schema: the columns that need a
   *     setting of the source which is not set
   * @param untypedAdditions target tables with {@code unknownColumns: add} whose changes come
   *     without the schema that it needs
   * @param withSchema target tables of which at least one record has a schema
   */
  public record MessageTrialResult(
      int records,
      int dead,
      int ignored,
      int control,
      Map<FailureKind, FailureCount> failures,
      Map<String, List<RequiredSourceSetting>> needs,
      List<String> untypedAdditions,
      Set<String> withSchema) {
    /** Returns the number of records that would reach the target. */
    public int written() {
      return records - dead - ignored;
    }
  }

  /**
   * Tries the last {@code most} records of {@code topic}.
   *
   * @throws io.portage.kafka.KafkaUnavailableException if the brokers do not answer
   * @throws io.portage.target.TargetException if the target does not answer
   */
  public MessageTrialResult run(String topic, int most) {
    CountingOutput counting = new CountingOutput();
    records.forEach(topic, most, PATIENCE, raw -> counting.take(raw));
    return counting.result();
  }

  /**
   * Returns the statements by which the job would add columns for the records tried so far ({@code
   * unknownColumns: add}), in order.
   */
  public List<String> plannedStatements() {
    return tables instanceof PlannedTables planned ? planned.statements() : List.of();
  }

  /** Returns the tables to which patterns lead the records tried so far, one per target. */
  public List<TableConfig> tablesOfPatterns() {
    Map<String, TableConfig> byTarget = new TreeMap<>();
    for (TableConfig table : routed.values()) {
      if (routes.named(table.from()).isEmpty()) {
        byTarget.putIfAbsent(table.to(), table);
      }
    }
    return List.copyOf(byTarget.values());
  }

  /**
   * Returns the source's topics: those of the list, or those that a pattern selects now.
   *
   * @throws io.portage.kafka.KafkaUnavailableException if the brokers do not answer
   */
  public List<String> topics() {
    try (TopicAdmin admin = TopicAdmin.open(config.source())) {
      return admin.names(config.source().topicSelection());
    }
  }

  @Override
  public void close() {
    records.close();
    tables.close();
  }

  /** Counts the results of the records. */
  private final class CountingOutput implements NormalizerOutput {
    private final Map<FailureKind, FailureCount> failures = new LinkedHashMap<>();

    /** By the name that the routes found: true if all images came with a schema. */
    private final Map<String, Boolean> typed = new LinkedHashMap<>();

    private final List<String> untyped = new ArrayList<>();
    private final Set<String> withSchema = new TreeSet<>();
    private int read;
    private int dead;
    private int ignored;
    private int control;
    private boolean failed;
    private boolean passed;
    private boolean retrying;

    void take(SourceRecord raw) {
      read++;
      failed = false;
      passed = false;
      Envelope envelope = format.decode(raw.coordinates().topic(), raw.value(), raw.headers());
      Envelope.Fault fault = envelope.fault();
      if (fault != null) {
        FailureCause cause =
            new FailureCause(Reason.MALFORMED, fault.problem(), fault.column(), null, null);
        fail(Stage.DECODE, cause, raw.coordinates().topic());
      } else {
        note(raw, envelope.changes().get(0));
        normalizer.normalize(new DecodedRecord(raw, envelope), this);
      }
      if (failed) {
        dead++;
      } else if (!passed) {
        ignored++;
      }
    }

    private void note(SourceRecord raw, Envelope envelope) {
      Image image = envelope.after() != null ? envelope.after() : envelope.before();
      if (image != null) {
        route(envelope.table(), raw.coordinates().topic())
            .ifPresent(
                table -> {
                  routed.put(table.from(), table);
                  typed.merge(table.from(), image.typed(), (all, one) -> all && one);
                  if (image.typed()) {
                    withSchema.add(table.to());
                  }
                  noteAddition(raw, table);
                });
      }
    }

    private Optional<TableConfig> route(@Nullable String table, String topic) {
      try {
        return routes.find(table, topic);
      } catch (AmbiguousRouteException e) {
        return Optional.empty(); // Normalize reports it
      }
    }

    /** Records a table to which the job should add columns and whose types no schema tells. */
    private void noteAddition(SourceRecord raw, TableConfig table) {
      if (table.unknownColumns().policy() == UnknownColumnPolicy.ADD
          && !untyped.contains(table.to())
          && format
              .describe(raw.coordinates().topic(), raw.key(), raw.value(), raw.headers())
              .isEmpty()) {
        untyped.add(table.to());
      }
    }

    private Map<String, List<RequiredSourceSetting>> needs() {
      Map<String, List<RequiredSourceSetting>> needs = new LinkedHashMap<>();
      typed.forEach(
          (source, isTyped) -> {
            TableConfig table = routed.get(source);
            // A schema may describe every type; then only dead letters show what is missing.
            if (!isTyped && table != null) {
              addNeeds(table, needs);
            }
          });
      return needs;
    }

    private void addNeeds(TableConfig table, Map<String, List<RequiredSourceSetting>> needs) {
      tables
          .find(table.to())
          .ifPresent(
              target ->
                  needs.put(
                      table.to(), RequiredSourceSetting.of(config.source(), table, target, false)));
    }

    private void fail(Stage stage, FailureCause cause, String table) {
      failed = true;
      failures.merge(
          FailureKind.of(stage, cause, table),
          new FailureCount(1, cause.message()),
          (count, one) -> count.plusOne());
    }

    @Override
    public void split() {}

    @Override
    public void change(Change change) {
      passed = true;
      Change written = enrich.enrich(change, cause -> fail(Stage.ENRICH, cause, change.table()));
      if (written == null) {
        return;
      }
      String unknownColumn = written.op() == Change.Op.UPSERT ? unknownColumn(written) : null;
      if (unknownColumn != null) {
        String message = "the target has no column " + unknownColumn;
        fail(
            Stage.UPSERT,
            FailureCause.inColumn(Reason.SCHEMA_MISMATCH, unknownColumn, message),
            change.table());
      }
    }

    private @Nullable String unknownColumn(Change change) {
      Optional<TargetTable> table = tables.find(change.table());
      if (table.isEmpty()) {
        return null; // Normalize has reported it
      }
      TreeSet<String> names = new TreeSet<>(change.row().columns().names());
      names.removeIf(name -> table.get().column(name) != null);
      return names.isEmpty() ? null : names.first();
    }

    @Override
    public void ignored(DecodedRecord event, ChangePart changePart, IgnoreReason kind) {
      if (kind.isControl() && !retrying) {
        control++;
      }
    }

    /** Does nothing: the change is also reported as ignored or dead, and counted there. */
    @Override
    public void unrouted(String table) {}

    @Override
    public void dead(DecodedRecord event, ChangePart changePart, FailureCause cause) {
      String table = event.envelope().table();
      fail(Stage.NORMALIZE, cause, table == null ? event.record().coordinates().topic() : table);
      if (cause.reason() == Reason.EXPRESSION_FAILED && !retrying) {
        retrying = true;
        unfiltered.normalize(event, this);
        retrying = false;
      }
    }

    MessageTrialResult result() {
      return new MessageTrialResult(
          read, dead, ignored, control, failures, needs(), untyped, withSchema);
    }
  }
}
