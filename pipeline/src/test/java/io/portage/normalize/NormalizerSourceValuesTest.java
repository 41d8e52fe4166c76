package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.ColumnConfig;
import io.portage.config.ColumnConfig.ComputedColumn;
import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.DebeziumConfig;
import io.portage.config.DebeziumConfig.BinaryMode;
import io.portage.config.DebeziumConfig.DecimalMode;
import io.portage.config.DebeziumConfig.IntervalMode;
import io.portage.config.DebeziumConfig.TimeMode;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.model.Change;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values without a schema: the configured connector settings decide how they are interpreted. */
class NormalizerSourceValuesTest {
  private static final DebeziumConfig CONFIGURED =
      new DebeziumConfig(
          BinaryMode.HEX, DecimalMode.PRECISE, TimeMode.MICROSECONDS, IntervalMode.NUMERIC, null);

  @Test
  void readsValuesAsTheConnectorWritesThem() {
    Change change =
        bed(CONFIGURED)
            .change(
                EventBuilder.of("c")
                    .afterUntyped(
                        "id", 1L, "amount", "1234", "photo", "0102", "seen", 1L, "span", 5L));

    assertThat(change.row().get("amount")).isEqualTo(new BigDecimal("-26588.24"));
    assertThat(change.row().get("photo")).isEqualTo(new byte[] {1, 2});
    assertThat(change.row().get("seen")).isEqualTo(LocalDateTime.of(1970, 1, 1, 0, 0, 0, 1_000));
    assertThat(change.row().get("span")).isEqualTo("PT0.000005S");
  }

  @Test
  void refusesAValueWithoutASetting() {
    TestBed bed = bed(DebeziumConfig.UNSET);

    refuses(bed, "amount", "1234", "source.debezium.decimal");
    refuses(bed, "photo", "0102", "source.debezium.binary");
    refuses(bed, "seen", 1L, "source.debezium.time");
    refuses(bed, "span", 1L, "source.debezium.interval");
    assertThat(
            bed.change(EventBuilder.of("c").after("id", 1L, "amount", "1234")).row().get("amount"))
        .isEqualTo(new BigDecimal("1234.00"));
  }

  @Test
  void readsKeysAlike() {
    TestBed bed = bed(CONFIGURED).key("amount");

    RecordingOutput moved =
        bed.run(
            EventBuilder.of("u")
                .beforeUntyped("id", 1L, "amount", "0000")
                .afterUntyped("id", 1L, "amount", "1234"));
    Change deleted = bed.change(EventBuilder.of("d").beforeUntyped("id", 1L, "amount", "1234"));

    assertThat(moved.changes.get(0).key().get(0)).isEqualTo(new BigDecimal("-29293.56"));
    assertThat(moved.changes.get(1).key().get(0)).isEqualTo(new BigDecimal("-26588.24"));
    assertThat(deleted.key().get(0)).isEqualTo(new BigDecimal("-26588.24"));
  }

  @Test
  void readsTheRecordsKeyTheSameWay() {
    Change deleted =
        bed(CONFIGURED)
            .key("amount")
            .before(BeforeImage.KEY)
            .change(EventBuilder.of("d").kafkaKey("{\"amount\":\"1234\"}"));

    assertThat(deleted.key().get(0)).isEqualTo(new BigDecimal("-26588.24"));
  }

  @Test
  void interpretsATwiceCopiedColumnByTheTargetThatNeedsIt() {
    Map<String, ColumnConfig> columns = new LinkedHashMap<>();
    columns.put("id", new CopiedColumn("id"));
    columns.put("label", new CopiedColumn("amount"));
    columns.put("amount", new CopiedColumn("amount"));

    Change change =
        bed(CONFIGURED)
            .columns(columns)
            .change(EventBuilder.of("c").afterUntyped("id", 1L, "amount", "1234"));

    assertThat(change.row().get("amount")).isEqualTo(new BigDecimal("-26588.24"));
  }

  @Test
  void interpretsAValueSelectedByAnExpressionAsIfCopied() {
    Map<String, ColumnConfig> columns = new LinkedHashMap<>();
    columns.put("id", new CopiedColumn("id"));
    columns.put("amount", new ComputedColumn("row.price", null));
    columns.put("seen", new ComputedColumn("row.at != null ? row.at : row['made']", null));
    EventBuilder event =
        EventBuilder.of("c").afterUntyped("id", 1L, "price", "1234", "at", null, "made", 1L);

    Change change = bed(CONFIGURED).columns(columns).change(event);

    assertThat(change.row().get("price")).isEqualTo(new BigDecimal("-26588.24"));
    assertThat(change.row().get("made")).isEqualTo(LocalDateTime.of(1970, 1, 1, 0, 0, 0, 1_000));
    FailureCause rejected = bed(DebeziumConfig.UNSET).columns(columns).refusal(event);
    assertThat(rejected.reason()).isEqualTo(Reason.DOES_NOT_FIT);
    assertThat(rejected.message()).contains("column amount", "set source.debezium.decimal");
  }

  @Test
  void aConditionReadsConfiguredDecimalsAsNumbers() {
    EventBuilder event = EventBuilder.of("c").afterUntyped("id", 1L, "amount", "1234");

    assertThat(bed(CONFIGURED).where("row.amount < 0").run(event).changes).hasSize(1);
    assertThat(bed(CONFIGURED).where("row.amount > 0").run(event).ignored).hasSize(1);
    // Not the numbers of times: there the condition reads the value as in JSON.
    assertThat(
            bed(CONFIGURED)
                .where("row.seen > 5")
                .run(EventBuilder.of("c").afterUntyped("id", 1L, "seen", 6L))
                .changes)
        .hasSize(1);
  }

  @Test
  void aConditionOverAnObjectHasNoHintAboutDecimals() {
    EventBuilder event =
        EventBuilder.of("c").afterUntyped("id", 1L, "other", Map.of("a", "text", "b", 1L));

    FailureCause cause = bed(DebeziumConfig.UNSET).where("row.other.a > 100").refusal(event);

    assertThat(cause.reason()).isEqualTo(Reason.EXPRESSION_FAILED);
    assertThat(cause.message()).startsWith("where: ").doesNotContain("decimal");
  }

  @Test
  void aConditionOverAnUnconfiguredDecimalNamesTheColumnAndTheSetting() {
    EventBuilder event =
        EventBuilder.of("c").afterUntyped("id", 1L, "amount", "1234", "other", "c2VjcmV0");

    FailureCause copied = bed(DebeziumConfig.UNSET).where("row.amount > 100").refusal(event);
    assertThat(copied.reason()).isEqualTo(Reason.EXPRESSION_FAILED);
    assertThat(copied.column()).isEqualTo("amount");
    assertThat(copied.message())
        .startsWith("where: ")
        .contains("amount is a string", "set source.debezium.decimal")
        .doesNotContain("1234");

    FailureCause alone = bed(DebeziumConfig.UNSET).where("row.other > 100").refusal(event);
    assertThat(alone.column()).isEqualTo("other");
    assertThat(alone.message())
        .contains("source.debezium.decimal to string", "decimal(row.other)")
        .doesNotContain("c2VjcmV0");

    DebeziumConfig text =
        new DebeziumConfig(
            BinaryMode.HEX, DecimalMode.STRING, TimeMode.MICROSECONDS, IntervalMode.NUMERIC, null);
    assertThat(bed(text).where("row.amount > 100").refusal(event).message())
        .contains("write decimal(row.amount)");
    assertThat(
            bed(text)
                .where("decimal(row.amount) > 100")
                .run(EventBuilder.of("c").afterUntyped("id", 1L, "amount", "1234"))
                .changes)
        .hasSize(1);
  }

  /** If the condition were merely false, every row would be left out silently. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "row.amount == 7.90",
        "row.amount != decimal('7.90')",
        "row.amount in [7.90, 8.0]",
        "!(row.amount in [7.90])"
      })
  void aConditionOfEqualityNamesTheColumnAndTheSettingToo(String where) {
    EventBuilder event = EventBuilder.of("c").afterUntyped("id", 1L, "amount", "AxY=");

    assertThat(bed(DebeziumConfig.UNSET).where(where).refusal(event).message())
        .contains("amount is a string", "set source.debezium.decimal");
  }

  @Test
  void aConditionThatDoesNotReadAnUnconfiguredDecimalSucceeds() {
    assertThat(
            bed(DebeziumConfig.UNSET)
                .where("row.amount == null && row.id > 5")
                .run(EventBuilder.of("c").afterUntyped("id", 1L, "amount", "1234"))
                .ignored)
        .hasSize(1);
  }

  private static void refuses(TestBed bed, String column, Object value, String setting) {
    FailureCause cause = bed.refusal(EventBuilder.of("c").afterUntyped("id", 1L, column, value));
    assertThat(cause.reason()).isEqualTo(Reason.DOES_NOT_FIT);
    assertThat(cause.column()).isEqualTo(column);
    assertThat(cause.message()).contains("column " + column, setting);
  }

  private static TestBed bed(DebeziumConfig debezium) {
    TestBed bed = new TestBed().debezium(debezium).deletes(DeleteMode.HARD).everyColumn().key("id");
    bed.tables.with(
        "users_enriched",
        "id int8 not null",
        "amount numeric(10,2)",
        "label text",
        "photo bytea",
        "seen timestamp",
        "span interval",
        "portage_version numeric",
        "is_deleted bool");
    return bed;
  }
}
