package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.HandClock;
import io.portage.config.AddedColumn;
import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.ComputedColumn;
import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.ColumnConfig.LookupColumn;
import io.portage.config.ColumnConfig.MissPolicy;
import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.ColumnDrift.UnknownColumns;
import io.portage.config.DeadLetterConfig;
import io.portage.config.DebeziumConfig;
import io.portage.config.DiscoveryConfig;
import io.portage.config.FormatConfig;
import io.portage.config.JdbcConfig;
import io.portage.config.LatestConfig;
import io.portage.config.PortageConfig;
import io.portage.config.RouteConfig;
import io.portage.config.Secret;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.config.SourceConfig.UnroutedPolicy;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.BackfillPolicy;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TableConfig.Epoch;
import io.portage.config.TableConfig.MetadataColumns;
import io.portage.config.TableConfig.NulPolicy;
import io.portage.config.TableConfig.TruncatePolicy;
import io.portage.config.TableConfig.VersionConfig;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.config.TargetConfig;
import io.portage.config.TestConfigs;
import io.portage.decode.Formats;
import io.portage.decode.debezium.DebeziumJsonConfig;
import io.portage.decode.plain.EnvelopeJsonConfig;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A normalizer for one table, configured by a test; every setter applies to later events. */
final class TestBed {
  static final Instant NOW = Instant.parse("2024-09-17T00:00:00Z");

  final FakeTables tables;

  TestBed() {
    this(users());
  }

  /** A test bed over the catalog of another one. */
  TestBed(FakeTables tables) {
    this.tables = tables;
  }

  private static FakeTables users() {
    return new FakeTables()
        .with(
            "users_enriched",
            "user_id int8 not null",
            "name varchar(10)",
            "email text",
            "email_domain text",
            "portage_version numeric",
            "is_deleted bool");
  }

  private List<String> key = List.of("user_id");
  private FormatConfig format = new EnvelopeJsonConfig();
  private DeleteMode deletes = DeleteMode.SOFT;
  private BeforeImage before = BeforeImage.WHOLE;
  private VersionOrder order = VersionOrder.TIME;
  private UnroutedPolicy unrouted = UnroutedPolicy.DEAD_LETTER;
  private TruncatePolicy truncate = TruncatePolicy.DEAD_LETTER;
  private BackfillPolicy backfill = BackfillPolicy.BELOW;
  private Map<String, AddedColumn> added = Map.of();
  private @Nullable String where;
  private List<Epoch> epochs = List.of();
  private @Nullable Map<String, ColumnConfig> columns = defaultColumns();
  private final HandClock clock = new HandClock(NOW);
  private NulPolicy nul = NulPolicy.DEAD_LETTER;
  private MissingColumnPolicy missing = MissingColumnPolicy.KEEP;
  private @Nullable UnknownColumns unknown;
  int nulStripped;
  private @Nullable Normalizer normalizer;

  private static Map<String, ColumnConfig> defaultColumns() {
    Map<String, ColumnConfig> columns = new LinkedHashMap<>();
    columns.put("user_id", new CopiedColumn("user_id"));
    columns.put("name", new CopiedColumn("name"));
    columns.put("email_domain", new ComputedColumn("row.email.split('@')[1]", "row.email != null"));
    columns.put("country_name", new LookupColumn("countries", "country", "name", MissPolicy.NULL));
    return columns;
  }

  TestBed key(String... names) {
    key = List.of(names);
    return this;
  }

  TestBed format(FormatConfig config) {
    format = config;
    return this;
  }

  TestBed deletes(DeleteMode how) {
    deletes = how;
    return this;
  }

  TestBed before(BeforeImage what) {
    before = what;
    return this;
  }

  TestBed order(VersionOrder kind) {
    order = kind;
    return this;
  }

  TestBed backfill(BackfillPolicy policy) {
    backfill = policy;
    return this;
  }

  TestBed unrouted(UnroutedPolicy how) {
    unrouted = how;
    return this;
  }

  TestBed truncate(TruncatePolicy how) {
    truncate = how;
    return this;
  }

  TestBed nul(NulPolicy what) {
    nul = what;
    return this;
  }

  /** Events are Debezium's JSON, from a connector with these settings. */
  TestBed debezium(DebeziumConfig debezium) {
    format = new DebeziumJsonConfig(debezium);
    return this;
  }

  TestBed missing(MissingColumnPolicy what) {
    missing = what;
    return this;
  }

  TestBed unknown(UnknownColumns what) {
    unknown = what;
    return this;
  }

  /** The columns that are added to every row. */
  TestBed added(Map<String, AddedColumn> some) {
    added = some;
    return this;
  }

  TestBed where(String cel) {
    where = cel;
    return this;
  }

  TestBed epochs(Epoch... all) {
    epochs = List.of(all);
    return this;
  }

  TestBed everyColumn() {
    columns = null;
    return this;
  }

  TestBed columns(Map<String, ColumnConfig> some) {
    columns = some;
    return this;
  }

  /** Moves the clock of a normalizer that is already in use. */
  TestBed later(Duration by) {
    clock.move(by);
    return this;
  }

  PortageConfig config() {
    TableConfig table =
        TestConfigs.table(
            "users_cdc",
            "users_enriched",
            key,
            deletes,
            before,
            where,
            order,
            epochs,
            truncate,
            columns,
            new MetadataColumns("portage_version", "is_deleted", null, null, null),
            nul,
            missing);
    if (unknown != null) {
      table = TestConfigs.withUnknownColumns(table, unknown);
    }
    return new PortageConfig(
        "test",
        TestConfigs.source(
            "localhost:9092",
            List.of("users_cdc"),
            "test",
            StartFrom.COMMITTED,
            null,
            Map.of(),
            format,
            Duration.ofMinutes(10),
            "__debezium_unavailable_value",
            DiscoveryConfig.DEFAULTS,
            unrouted),
        LatestConfig.DEFAULTS,
        Map.of(),
        List.of(
            new TableConfig(
                new RouteConfig(table.from(), false, table.to(), false, added),
                table.key(),
                table.columns(),
                table.metadata(),
                table.where(),
                new VersionConfig(order, epochs, backfill),
                table.events())),
        TargetConfig.of(new JdbcConfig("jdbc:none", Secret.of("app"), Secret.of("app"))),
        new DeadLetterConfig.FileDeadLetters("dead"));
  }

  RecordingOutput run(EventBuilder event) {
    return run(event.build());
  }

  RecordingOutput run(DecodedRecord event) {
    Normalizer working = normalizer;
    if (working == null) {
      working =
          new Normalizer(
              config(), Formats.of(config().source()), tables, clock, () -> nulStripped++);
      normalizer = working;
    }
    RecordingOutput recorder = new RecordingOutput();
    working.normalize(event, recorder);
    int rows = recorder.divided() ? Math.max(1, event.changes().size()) : 1;
    assertThat(recorder.halves()).as("halves with a result").isEqualTo(2 * rows);
    assertThat(recorder.splits)
        .isEqualTo(recorder.changes.size() + recorder.dead.size() + recorder.ignored.size() - 1);
    return recorder;
  }

  /** Returns the kinds of drift that the event shows, each with its columns. */
  List<String> drift(DecodedRecord event) {
    return run(event).drift;
  }

  /** Decodes a record's value by the format; its topic is that of the table. */
  DecodedRecord decoded(String value, int partition, long offset) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    SourceRecord raw =
        new SourceRecord(
            new Coordinates("users_cdc", partition, offset),
            offset,
            NOW.toEpochMilli(),
            null,
            bytes,
            List.of(),
            0);
    return new DecodedRecord(raw, Formats.of(config().source()).decode("users_cdc", bytes));
  }

  /** Returns the only change made from the event; fails if there is another result. */
  Change change(EventBuilder event) {
    return change(event.build());
  }

  /** Returns the only change made from the event; fails if there is another result. */
  Change change(DecodedRecord event) {
    RecordingOutput recorder = run(event);
    assertThat(recorder.dead).isEmpty();
    assertThat(recorder.changes).hasSize(1);
    return recorder.changes.get(0);
  }

  /** Returns the cause for which the whole event is rejected. */
  FailureCause refusal(EventBuilder event) {
    return refusal(event.build());
  }

  /** Returns the cause for which the whole event is rejected. */
  FailureCause refusal(DecodedRecord event) {
    RecordingOutput recorder = run(event);
    assertThat(recorder.dead).hasSize(1);
    assertThat(recorder.dead.get(0).half()).isEqualTo(ChangePart.WHOLE);
    return recorder.dead.get(0).cause();
  }
}
