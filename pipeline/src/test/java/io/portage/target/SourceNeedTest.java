package io.portage.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.Computed;
import io.portage.config.ColumnConfig.Copied;
import io.portage.config.DebeziumConfig;
import io.portage.config.DebeziumConfig.Decimal;
import io.portage.config.DebeziumConfig.Time;
import io.portage.config.SourceConfig;
import io.portage.config.SourceConfig.FormatName;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.Before;
import io.portage.config.TableConfig.Deletes;
import io.portage.config.TableConfig.Metadata;
import io.portage.config.TableConfig.Nul;
import io.portage.config.TableConfig.Order;
import io.portage.config.TableConfig.Truncate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceNeedTest {
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
  void tellsWhatEachColumnNeeds() {
    assertThat(needs(FormatName.DEBEZIUM_JSON, DebeziumConfig.UNTOLD, null, false))
        .extracting(SourceNeed::column)
        .containsExactly("amount", "any", "photos", "seen", "span");
    assertThat(needs(FormatName.DEBEZIUM_JSON, DebeziumConfig.UNTOLD, null, false).get(0).advice())
        .isEqualTo("set source.debezium.decimal to the connector's decimal.handling.mode");
  }

  @Test
  void needsOnlyTheFormOfBytesBesideASchema() {
    assertThat(needs(FormatName.DEBEZIUM_JSON, DebeziumConfig.UNTOLD, null, true))
        .extracting(SourceNeed::setting)
        .containsExactly(SourceSetting.BINARY);
  }

  @Test
  void tellsWhatSettingsLeaveOpen() {
    DebeziumConfig told = new DebeziumConfig(null, Decimal.PRECISE, Time.ADAPTIVE, null);
    Map<String, ColumnConfig> columns =
        Map.of("any", new Copied("any"), "seen", new Copied("s"), "amount", new Copied("amount"));

    assertThat(needs(FormatName.DEBEZIUM_JSON, told, columns, false))
        .extracting(SourceNeed::column)
        .containsExactly("any", "seen");
  }

  @Test
  void aComputedColumnThatIsASourceColumnNeedsTheSame() {
    Map<String, ColumnConfig> columns =
        Map.of(
            "seen", new Computed("row.s", null),
            "span", new Computed("row.a + row.b", null),
            "amount", new Computed("row.x != null ? row.x : row.y", null));

    assertThat(needs(FormatName.DEBEZIUM_JSON, DebeziumConfig.UNTOLD, columns, false))
        .extracting(SourceNeed::column)
        .containsExactly("amount", "seen");
  }

  @Test
  void needsNothingForOtherFormats() {
    assertThat(needs(FormatName.ENVELOPE_JSON, DebeziumConfig.UNTOLD, null, false)).isEmpty();
  }

  private static List<SourceNeed> needs(
      FormatName format,
      DebeziumConfig told,
      @Nullable Map<String, ColumnConfig> columns,
      boolean schema) {
    SourceConfig source =
        new SourceConfig(
                "localhost:9092",
                List.of("t"),
                "g",
                StartFrom.COMMITTED,
                null,
                Map.of(),
                format,
                null,
                Duration.ofMinutes(10),
                "__debezium_unavailable_value")
            .with(told);
    TableConfig table =
        new TableConfig(
            "public.t",
            "t",
            List.of("id"),
            Deletes.HARD,
            Before.KEY,
            null,
            Order.POSITION,
            List.of(),
            Truncate.DEAD_LETTER,
            columns,
            new Metadata("version", null, null, null, null),
            Nul.DEAD_LETTER,
            TableConfig.Missing.DEAD_LETTER);
    return SourceNeed.of(source, table, TABLE, schema);
  }

  private static TargetColumn column(String name, String type, int length) {
    return new TargetColumn(name, type, length, 0, true, false, false);
  }
}
