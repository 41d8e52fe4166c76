package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.Computed;
import io.portage.config.ColumnConfig.Copied;
import io.portage.config.ColumnConfig.LookedUp;
import io.portage.config.ColumnConfig.Miss;
import io.portage.config.DeadLetterConfig;
import io.portage.config.DebeziumConfig;
import io.portage.config.JdbcConfig;
import io.portage.config.LatestConfig;
import io.portage.config.PortageConfig;
import io.portage.config.Secret;
import io.portage.config.SourceConfig;
import io.portage.config.SourceConfig.FormatName;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.Before;
import io.portage.config.TableConfig.Deletes;
import io.portage.config.TableConfig.Epoch;
import io.portage.config.TableConfig.Metadata;
import io.portage.config.TableConfig.Missing;
import io.portage.config.TableConfig.Nul;
import io.portage.config.TableConfig.Order;
import io.portage.config.TableConfig.Truncate;
import io.portage.config.TargetConfig;
import io.portage.decode.Formats;
import io.portage.model.Change;
import io.portage.model.ChangeEvent;
import io.portage.model.DeadLetter.Cause;
import io.portage.model.Half;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A normalizer for one table, set up for a test; every setter takes effect on what follows. */
final class TestBed {
  static final Instant NOW = Instant.parse("2024-09-17T00:00:00Z");

  final FakeTables tables =
      new FakeTables()
          .with(
              "users_enriched",
              "user_id int8 not null",
              "name varchar(10)",
              "email text",
              "email_domain text",
              "portage_version numeric",
              "is_deleted bool");
  private List<String> key = List.of("user_id");
  private FormatName format = FormatName.ENVELOPE_JSON;
  private Deletes deletes = Deletes.SOFT;
  private Before before = Before.WHOLE;
  private Order order = Order.TIME;
  private Truncate truncate = Truncate.DEAD_LETTER;
  private @Nullable String where;
  private List<Epoch> epochs = List.of();
  private @Nullable Map<String, ColumnConfig> columns = defaultColumns();
  private Instant now = NOW;
  private Nul nul = Nul.DEAD_LETTER;
  private Missing missing = Missing.KEEP;
  private DebeziumConfig debezium = DebeziumConfig.UNTOLD;
  int nulStripped;
  private @Nullable Normalizer normalizer;

  private static Map<String, ColumnConfig> defaultColumns() {
    Map<String, ColumnConfig> columns = new LinkedHashMap<>();
    columns.put("user_id", new Copied("user_id"));
    columns.put("name", new Copied("name"));
    columns.put("email_domain", new Computed("row.email.split('@')[1]", "row.email != null"));
    columns.put("country_name", new LookedUp("countries", "country", "name", Miss.NULL));
    return columns;
  }

  TestBed key(String... names) {
    key = List.of(names);
    return this;
  }

  TestBed format(FormatName name) {
    format = name;
    return this;
  }

  TestBed deletes(Deletes how) {
    deletes = how;
    return this;
  }

  TestBed before(Before what) {
    before = what;
    return this;
  }

  TestBed order(Order kind) {
    order = kind;
    return this;
  }

  TestBed truncate(Truncate how) {
    truncate = how;
    return this;
  }

  TestBed nul(Nul what) {
    nul = what;
    return this;
  }

  TestBed missing(Missing what) {
    missing = what;
    return this;
  }

  /** Changes come as Debezium's JSON, from a connector of which this is told. */
  TestBed debezium(DebeziumConfig told) {
    format = FormatName.DEBEZIUM_JSON;
    debezium = told;
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

  /** Moves the clock, for a normalizer that is at work already. */
  TestBed later(Duration by) {
    now = now.plus(by);
    return this;
  }

  PortageConfig config() {
    TableConfig table =
        new TableConfig(
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
            new Metadata("portage_version", "is_deleted", null, null, null),
            nul,
            missing);
    return new PortageConfig(
        "test",
        new SourceConfig(
                "localhost:9092",
                List.of("users_cdc"),
                "test",
                StartFrom.COMMITTED,
                null,
                Map.of(),
                format,
                null,
                Duration.ofMinutes(10),
                "__debezium_unavailable_value")
            .with(debezium),
        LatestConfig.DEFAULTS,
        Map.of(),
        List.of(table),
        TargetConfig.of(new JdbcConfig("jdbc:none", Secret.of("app"), Secret.of("app"))),
        new DeadLetterConfig.ToFiles("dead"));
  }

  Recorder run(Event event) {
    return run(event.build());
  }

  Recorder run(ChangeEvent event) {
    Normalizer working = normalizer;
    if (working == null) {
      working =
          new Normalizer(
              config(),
              Formats.of(config().source()),
              tables,
              new MovingClock(),
              () -> nulStripped++);
      normalizer = working;
    }
    Recorder recorder = new Recorder();
    working.normalize(event, recorder);
    assertThat(recorder.halves()).as("halves accounted for").isEqualTo(2);
    assertThat(recorder.splits)
        .isEqualTo(recorder.changes.size() + recorder.dead.size() + recorder.ignored.size() - 1);
    return recorder;
  }

  /** The one change that is made of the event, and nothing else. */
  Change change(Event event) {
    Recorder recorder = run(event);
    assertThat(recorder.dead).isEmpty();
    assertThat(recorder.changes).hasSize(1);
    return recorder.changes.get(0);
  }

  /** Why the whole event is refused. */
  Cause refusal(Event event) {
    Recorder recorder = run(event);
    assertThat(recorder.dead).hasSize(1);
    assertThat(recorder.dead.get(0).half()).isEqualTo(Half.WHOLE);
    return recorder.dead.get(0).cause();
  }

  private final class MovingClock extends Clock {
    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
