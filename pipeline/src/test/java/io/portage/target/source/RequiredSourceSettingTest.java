package io.portage.target.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.ComputedColumn;
import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.ColumnDrift;
import io.portage.config.DebeziumConfig;
import io.portage.config.DebeziumConfig.DecimalMode;
import io.portage.config.DebeziumConfig.IntervalMode;
import io.portage.config.DebeziumConfig.TimeMode;
import io.portage.config.FormatConfig;
import io.portage.config.SourceConfig;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TableConfig.MetadataColumns;
import io.portage.config.TableConfig.NulPolicy;
import io.portage.config.TableConfig.TruncatePolicy;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.config.TestConfigs;
import io.portage.decode.debezium.DebeziumJsonConfig;
import io.portage.decode.plain.EnvelopeJsonConfig;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.postgres.fitting.TestColumns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequiredSourceSettingTest {
  private static final TargetTable TABLE =
      TargetTable.of(
          "t",
          List.of(
              column("id", "int8", 0),
              column("amount", "numeric", 10),
              column("any", "numeric", 0),
              column("photos", "_bytea", 0),
              column("seen", "timestamp", 0),
              column("span", "interval", 0),
              column("version", "numeric", 0)),
          List.of("id"));

  @Test
  void returnsTheSettingThatEachColumnNeeds() {
    assertThat(needs(new DebeziumJsonConfig(DebeziumConfig.UNSET), null, false))
        .extracting(RequiredSourceSetting::column)
        .containsExactly("amount", "any", "photos", "seen", "span");
    assertThat(needs(new DebeziumJsonConfig(DebeziumConfig.UNSET), null, false).get(0).advice())
        .isEqualTo("set source.debezium.decimal to the connector's decimal.handling.mode");
  }

  @Test
  void aTypeThatDebeziumDoesNotKnowNeedsItsSetting() {
    TargetTable table =
        TargetTable.of(
            "t", List.of(column("id", "int8", 0), column("area", "box", 0)), List.of("id"));

    assertThat(needs(table, unknown(null), null, false))
        .extracting(RequiredSourceSetting::setting)
        .containsExactly(SourceSetting.UNKNOWN_TYPES);
    assertThat(needs(table, unknown(true), null, true))
        .extracting(RequiredSourceSetting::setting)
        .containsExactly(SourceSetting.BINARY);
    assertThat(needs(table, unknown(false), null, false)).isEmpty();
  }

  private static FormatConfig unknown(@Nullable Boolean sent) {
    return new DebeziumJsonConfig(new DebeziumConfig(null, null, null, null, sent));
  }

  @Test
  void needsOnlyTheBinarySettingWithASchema() {
    assertThat(needs(new DebeziumJsonConfig(DebeziumConfig.UNSET), null, true))
        .extracting(RequiredSourceSetting::setting)
        .containsExactly(SourceSetting.BINARY);
  }

  @Test
  void reportsSettingsThatAreNotSufficient() {
    DebeziumConfig settings =
        new DebeziumConfig(null, DecimalMode.PRECISE, TimeMode.ADAPTIVE, null, null);
    Map<String, ColumnConfig> columns =
        Map.of(
            "any",
            new CopiedColumn("any"),
            "seen",
            new CopiedColumn("s"),
            "amount",
            new CopiedColumn("amount"));

    assertThat(needs(new DebeziumJsonConfig(settings), columns, false))
        .extracting(RequiredSourceSetting::column)
        .containsExactly("any", "seen");
  }

  @Test
  void aNumberForAnIntervalNeedsModesWithOneUnit() {
    Map<String, ColumnConfig> columns = Map.of("span", new CopiedColumn("span"));

    assertThat(needs(intervals(IntervalMode.NUMERIC, TimeMode.MICROSECONDS), columns, false))
        .isEmpty();
    assertThat(needs(intervals(IntervalMode.STRING, TimeMode.CONNECT), columns, false)).isEmpty();
    assertThat(needs(intervals(IntervalMode.NUMERIC, null), columns, false).get(0).advice())
        .isEqualTo("set source.debezium.time to the connector's time.precision.mode");
    assertThat(
            needs(intervals(IntervalMode.NUMERIC, TimeMode.CONNECT), columns, false)
                .get(0)
                .advice())
        .startsWith("source.debezium.time is connect");
  }

  private static FormatConfig intervals(IntervalMode intervals, @Nullable TimeMode time) {
    return new DebeziumJsonConfig(new DebeziumConfig(null, null, time, intervals, null));
  }

  @Test
  void aComputedColumnThatSelectsASourceColumnNeedsTheSameSetting() {
    Map<String, ColumnConfig> columns =
        Map.of(
            "seen", new ComputedColumn("row.s", null),
            "span", new ComputedColumn("row.a + row.b", null),
            "amount", new ComputedColumn("row.x != null ? row.x : row.y", null));

    assertThat(needs(new DebeziumJsonConfig(DebeziumConfig.UNSET), columns, false))
        .extracting(RequiredSourceSetting::column)
        .containsExactly("amount", "seen");
  }

  @Test
  void needsNoSettingForOtherFormats() {
    assertThat(needs(new EnvelopeJsonConfig(), null, false)).isEmpty();
  }

  private static List<RequiredSourceSetting> needs(
      FormatConfig format, @Nullable Map<String, ColumnConfig> columns, boolean schema) {
    return needs(TABLE, format, columns, schema);
  }

  private static List<RequiredSourceSetting> needs(
      TargetTable target,
      FormatConfig format,
      @Nullable Map<String, ColumnConfig> columns,
      boolean schema) {
    SourceConfig source =
        TestConfigs.source(
            "localhost:9092",
            List.of("t"),
            "g",
            StartFrom.COMMITTED,
            null,
            Map.of(),
            format,
            Duration.ofMinutes(10),
            "__debezium_unavailable_value");
    TableConfig table =
        TestConfigs.table(
            "public.t",
            "t",
            List.of("id"),
            DeleteMode.HARD,
            BeforeImage.KEY,
            null,
            VersionOrder.POSITION,
            List.of(),
            TruncatePolicy.DEAD_LETTER,
            columns,
            new MetadataColumns("version", null, null, null, null),
            NulPolicy.DEAD_LETTER,
            ColumnDrift.MissingColumnPolicy.DEAD_LETTER);
    return RequiredSourceSetting.of(source, table, target, schema);
  }

  private static TargetColumn column(String name, String type, int length) {
    return TestColumns.column(name, type, length, 0, true, false, false);
  }
}
