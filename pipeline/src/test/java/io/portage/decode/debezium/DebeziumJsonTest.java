package io.portage.decode.debezium;

import static io.portage.decode.DecodeFixtures.MYSQL_SOURCE;
import static io.portage.decode.DecodeFixtures.POSTGRES_SOURCE;
import static io.portage.decode.DecodeFixtures.RICH_ROW;
import static io.portage.decode.DecodeFixtures.SCHEMA;
import static io.portage.decode.DecodeFixtures.envelope;
import static io.portage.decode.DecodeFixtures.payload;
import static io.portage.decode.DecodeFixtures.problem;
import static io.portage.decode.DecodeFixtures.wrapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.decode.DecodeFixtures;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.SourcePosition;
import io.portage.model.event.Envelope;
import io.portage.model.event.Envelopes;
import io.portage.model.event.Image;
import io.portage.model.event.SourceLog;
import io.portage.model.event.SourceNames;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DebeziumJsonTest {
  private final DebeziumJson format =
      new DebeziumJson(DecodeFixtures.PLACEHOLDER, EnvelopeSettings.DEFAULT);

  @Test
  void readsTheTypesThatTheSchemaNames() {
    String text = wrapped(SCHEMA, payload("u", "null", RICH_ROW, POSTGRES_SOURCE));

    Envelope first = envelope(format, text);
    Envelope second = envelope(format, text);

    Columns columns =
        Columns.of(
            "id", "name", "price", "weight", "born", "wakes", "seen", "at", "photo", "doc", "uid",
            "ratio", "days");
    Row row =
        Row.of(
            columns,
            9007199254740993L,
            "Zoë 🚀",
            new BigDecimal("567.89"),
            new BigDecimal("1.502"),
            LocalDate.of(1969, 12, 31),
            LocalTime.of(1, 1, 1, 1_000),
            LocalDateTime.of(2024, 9, 17, 0, 1, 0, 123_456_000),
            Instant.parse("2024-09-17T00:01:00.123456Z"),
            new byte[] {0, 1, 2, -1},
            "{\"a\": 1.10}",
            "7a0e5a52-1c21-4c0f-9d62-8e8f6e3c9a11",
            Double.NaN,
            Arrays.asList(LocalDate.EPOCH, null, LocalDate.of(2022, 1, 8)));
    assertThat(first)
        .isEqualTo(
            Envelopes.named(
                Envelopes.backfilled(
                    new Envelope(
                            "u",
                            "public.users",
                            null,
                            new Image(row, Set.of()),
                            Instant.ofEpochMilli(1726531260000L),
                            SourcePosition.ofPostgres(24023119, 24023128))
                        .with(
                            new SourceLog(
                                "postgresql",
                                "shop",
                                null,
                                Instant.ofEpochMilli(1726531260000L),
                                true),
                            null),
                    SourcePosition.ofPostgres(24023128, 24023128)),
                new SourceNames("shop", "public", "users")));
    assertThat(second).isEqualTo(first);
  }

  @Test
  void onlyChangesAndSnapshotsReadAtTheirPositionBelongToALog() {
    String postgres = POSTGRES_SOURCE.replace("\"snapshot\":\"false\"", "\"snapshot\":\"true\"");
    String mysql =
        "{\"connector\":\"mysql\",\"name\":\"shop\",\"db\":\"d\",\"table\":\"t\",\"snapshot\":\"%s\","
            + "\"file\":\"bin.000003\",\"pos\":4,\"ts_ms\":5}";

    assertThat(envelope(format, payload("r", "null", "{}", postgres)).log()).isNull();
    assertThat(envelope(format, payload("c", "null", "{}", postgres)).log()).isNull();
    assertThat(envelope(format, payload("u", "null", "{}", mysql.formatted("false"))).log())
        .isEqualTo(new SourceLog("mysql", "shop", null, Instant.ofEpochMilli(5), true));
    assertThat(envelope(format, payload("r", "null", "{}", mysql.formatted("true"))).log())
        .isEqualTo(new SourceLog("mysql", "shop", null, Instant.ofEpochMilli(5), false));
    assertThat(envelope(format, payload("r", "null", "{}", mysql.formatted("incremental"))).log())
        .isNull();
  }

  @Test
  void decodesTheSameWithAndWithoutSchemaAndPayload() {
    String row = "{\"id\":1,\"name\":\"a\",\"doc\":\"{}\",\"ratio\":0.1,\"price\":null}";
    String payload = payload("u", row, row, POSTGRES_SOURCE);

    Envelope bare = envelope(format, payload);

    assertThat(bare.op()).isEqualTo("u");
    assertThat(envelope(format, "{\"payload\":" + payload + "}")).isEqualTo(bare);
    assertThat(envelope(format, wrapped("null", payload))).isEqualTo(bare);
    assertThat(typed(bare)).isFalse();
    assertThat(envelope(format, " { \"schema\" : null , \"payload\" : " + payload + " } "))
        .isEqualTo(bare);

    Envelope withSchema = envelope(format, wrapped(SCHEMA, payload));
    assertThat(typed(withSchema)).isTrue();
    assertThat(withSchema.after().row()).isEqualTo(bare.after().row());
    assertThat(envelope(format, wrapped(SCHEMA, payload))).isEqualTo(withSchema);
    assertThat(envelope(format, "{\"payload\":" + payload + ",\"schema\":" + SCHEMA + ",\"x\":1}"))
        .isEqualTo(withSchema);
    assertThat(envelope(format, "{\"schema\":" + SCHEMA + ",\"payload\":" + payload + ",\"x\":1}"))
        .isEqualTo(withSchema);
  }

  private static boolean typed(Envelope envelope) {
    return envelope.before().typed() && envelope.after().typed();
  }

  @Test
  void isTypedOnlyIfTheSchemaContainsEveryColumn() {
    String row = "{\"id\":1,\"unknown\":\"1234\"}";

    Envelope envelope = envelope(format, wrapped(SCHEMA, payload("u", row, row, POSTGRES_SOURCE)));

    assertThat(envelope.after().typed()).isFalse();
  }

  @Test
  void keepsNegativeZero() {
    String row = "{\"id\":1,\"ratio\":-0.0,\"name\":\"-0.0\",\"price\":null}";

    Envelope bare = envelope(format, payload("u", null, row, POSTGRES_SOURCE));
    Envelope withSchema =
        envelope(format, wrapped(SCHEMA, payload("u", null, row, POSTGRES_SOURCE)));

    assertThat(bare.after().row().get("ratio")).isEqualTo(-0.0);
    assertThat(withSchema.after().row().get("ratio")).isEqualTo(-0.0);
  }

  @Test
  void followsASchemaThatChangesWithinATopic() {
    String old = wrapped(SCHEMA, payload("c", "null", "{\"born\":0}", POSTGRES_SOURCE));
    String now = old.replace("io.debezium.time.Date", "some.Other");

    for (int i = 0; i < 3; i++) {
      assertThat(after(envelope(format, old)).get("born")).isEqualTo(LocalDate.EPOCH);
      assertThat(after(envelope(format, now)).get("born")).isEqualTo(0L);
    }
  }

  @Test
  void keepsNumbersAndTextUnchangedWithoutSchema() {
    Row row = after(envelope(format, payload("c", "null", RICH_ROW, POSTGRES_SOURCE)));

    assertThat(row.get("id")).isEqualTo(9007199254740993L);
    assertThat(row.get("price")).isEqualTo("AN3V");
    assertThat(row.get("seen")).isEqualTo(1726531260123456L);
  }

  @Test
  void readsMysqlsTableAndPosition() {
    Envelope envelope = envelope(format, payload("c", "null", "{\"id\":1}", MYSQL_SOURCE));

    assertThat(envelope.table()).isEqualTo("inventory.users");
    assertThat(envelope.position()).isEqualTo(SourcePosition.ofBinlog(1_000_000, 484, 3));
  }

  @Test
  void hasNoPositionIfTheSourceBlockHasNone() {
    String other = POSTGRES_SOURCE.replace("postgresql", "sqlserver");
    String snapshot = MYSQL_SOURCE.replace("mysql-bin.1000000", "");

    assertThat(envelope(format, payload("r", "null", "{}", other)).position()).isNull();
    assertThat(envelope(format, payload("r", "null", "{}", snapshot)).position()).isNull();
    assertThat(envelope(format, payload("r", "null", "{}", "null")).position()).isNull();
  }

  @Test
  void prefersTheSourceTimeToTheConnectorTime() {
    String without = POSTGRES_SOURCE.replace("\"ts_ms\":1726531260000,", "");

    assertThat(envelope(format, payload("c", "null", "{}", POSTGRES_SOURCE)).changeTime())
        .isEqualTo(Instant.ofEpochMilli(1726531260000L));
    assertThat(envelope(format, payload("c", "null", "{}", without)).changeTime())
        .isEqualTo(Instant.ofEpochMilli(1726531261000L));
  }

  @Test
  void separatesUnavailableValuesInAllForms() {
    String placeholder = DecodeFixtures.PLACEHOLDER;
    byte[] bytes = placeholder.getBytes(StandardCharsets.UTF_8);
    String numbers = Arrays.toString(bytes);
    String base64 = "X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==";
    List<String> forms =
        List.of(
            "\"" + placeholder + "\"",
            "\"" + base64 + "\"",
            "[\"" + placeholder + "\"]",
            "[\"" + base64 + "\"]",
            "[\"" + UUID.nameUUIDFromBytes(bytes) + "\"]",
            numbers,
            "{\"" + placeholder + "\":\"" + placeholder + "\"}",
            "\"{\\\"" + placeholder + "\\\":\\\"" + placeholder + "\\\"}\"");

    for (String form : forms) {
      String row = "{\"id\":1,\"photo\":" + form + "}";
      String payload = payload("u", row, row, POSTGRES_SOURCE);
      for (String text : List.of(payload, wrapped(SCHEMA, payload))) {
        Envelope envelope = envelope(format, text);
        for (Image image : Arrays.asList(envelope.before(), envelope.after())) {
          assertThat(image).as(form).isNotNull();
          assertThat(image.unavailable()).as(form).containsExactly("photo");
          assertThat(image.row()).as(form).isEqualTo(Row.of(Columns.of("id"), 1L));
        }
      }
    }
  }

  @Test
  void usesAConfiguredPlaceholderInsteadOfTheDefault() {
    DebeziumJson hex = new DebeziumJson("hex:2a2a", EnvelopeSettings.DEFAULT);
    String row = "{\"a\":\"**\",\"b\":\"Kio=\",\"c\":\"" + DecodeFixtures.PLACEHOLDER + "\"}";

    Image image = Objects.requireNonNull(envelope(hex, "{\"after\":" + row + "}").after());

    assertThat(image.unavailable()).containsExactly("a", "b");
    assertThat(image.row()).isEqualTo(Row.of(Columns.of("c"), DecodeFixtures.PLACEHOLDER));
  }

  @Test
  void decodesNullAsATombstoneRecord() {
    assertThat(format.decode("topic", null)).isEqualTo(Envelope.tombstone());
    assertThat(envelope(format, wrapped("null", "null"))).isEqualTo(Envelope.tombstone());
  }

  @Test
  void decodesLogicalMessagesAndTruncates() {
    Envelope message =
        envelope(
            format,
            "{\"op\":\"m\",\"ts_ms\":1,\"source\":"
                + POSTGRES_SOURCE
                + ",\"message\":{\"transactional\":true,\"prefix\":\"p\",\"content\":\"aGk=\"}}");
    Envelope truncate = envelope(format, payload("t", "null", "null", POSTGRES_SOURCE));

    assertThat(message.op()).isEqualTo("m");
    assertThat(truncate.op()).isEqualTo("t");
    assertThat(truncate.table()).isEqualTo("public.users");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "__debezium-heartbeat.shop | io.debezium.connector.common.Heartbeat | {'ts_ms':5}",
        "__debezium-heartbeat.shop | io.debezium.connector.common.Heartbeat"
            + "| {'ts_ms':5,'ts_us':5000,'ts_ns':5000000}",
        "shop.transaction | io.debezium.connector.common.TransactionMetadataValue|"
            + " {'status':'BEGIN','id':'571','event_count':null,'data_collections':null,'ts_ms':5}",
        "shop.transaction | io.debezium.connector.common.TransactionMetadataValue"
            + "| {'status':'END','id':'571','event_count':2,'data_collections':[],'ts_ms':5}",
        "shop | io.debezium.connector.mysql.SchemaChangeValue|"
            + " {'source':{'connector':'mysql','name':'shop'},'ts_ms':5,'databaseName':'d','ddl':'A'}"
      })
  void recognizesControlRecordsByTopicAndSchema(String topic, String schema, String quoted) {
    String text = quoted.replace('\'', '"');
    String named = wrapped("{\"type\":\"struct\",\"fields\":[],\"name\":\"" + schema + "\"}", text);
    String kind =
        topic.startsWith("__debezium")
            ? Envelope.HEARTBEAT
            : topic.endsWith(".transaction") ? Envelope.TRANSACTION : Envelope.SCHEMA_CHANGE;
    Envelope control = Envelope.control(kind, Instant.ofEpochMilli(5));

    assertThat(envelope(format, topic, text)).isEqualTo(control);
    assertThat(envelope(format, topic, named)).isEqualTo(control);
    assertThat(envelope(format, "renamed", named)).isEqualTo(control);
    assertThat(envelope(format, "shop.public.orders", text).op()).isEqualTo(Envelope.NONE);
    assertThat(envelope(format, topic, wrapped(SCHEMA, text)).op()).isEqualTo(Envelope.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\":\"BEGIN\",\"ts_ms\":5}",
        "{\"id\":1,\"status\":\"END\"}",
        "{\"id\":1,\"status\":\"BEGIN\",\"event_count\":1,\"data_collections\":null,\"note\":\"x\"}",
        "{\"id\":1,\"ddl\":\"ALTER\"}",
        "{\"id\":1,\"tableChanges\":[]}",
        "{\"source\":{\"connector\":\"mysql\",\"name\":\"shop\"},\"ddl\":\"x\"}"
      })
  void doesNotTreatARowAsAControlRecordByItsColumnNames(String row) {
    for (String topic :
        List.of("shop.public.orders", "shop.public.transaction", "__debezium-heartbeat.shop")) {
      assertThat(envelope(format, topic, row).op()).isEqualTo(Envelope.NONE);
    }
  }

  @Test
  void doesNotTreatAnEventWithoutOperationAsAControlRecord() {
    assertThat(envelope(format, "{\"after\":{\"id\":1},\"ts_ms\":5}").op())
        .isEqualTo(Envelope.NONE);
    assertThat(envelope(format, "{\"id\":1,\"ts_ms\":5}").op()).isEqualTo(Envelope.NONE);
    assertThat(envelope(format, "{\"status\":\"SHIPPED\",\"ts_ms\":5}").op())
        .isEqualTo(Envelope.NONE);
    assertThat(envelope(format, "{}").op()).isEqualTo(Envelope.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"schema\":null}",
        "{\"payload\":7}",
        "{\"payload\":{},\"payload\":{}}",
        "{\"schema\":null,\"payload\":{}}}",
        "{\"schema\":null,\"payload\":{\"op\":\"c\"}",
        "{\"source\":7}",
        "{\"source\":{\"ts_ms\":\"5\"}}",
        "{\"source\":{\"db\":\"a\",\"db\":\"b\"}}",
        "{\"ts_ms\":1.5}",
        "{\"op\":\"c\"}{}",
        "{\"source\":{\"connector\":\"postgresql\",\"sequence\":\"[1]\"}}",
        "{\"source\":{\"connector\":\"postgresql\",\"sequence\":\"0/9F\"}}",
        "{\"source\":{\"connector\":\"mysql\",\"file\":\"binlog.x\",\"pos\":4}}",
        "{\"source\":{\"connector\":\"mysql\",\"file\":\"binlog.1\",\"pos\":-4}}"
      })
  void rejectsMalformedMessages(String text) {
    assertThat(DecodeFixtures.decode(format, text).error()).isNotNull();
    assertThat(problem(format, text)).isNotBlank();
  }

  @Test
  void namesTheColumnButNotTheValueOfAWrongType() {
    String row = "{\"id\":1,\"price\":\"se.cr.et\"}";
    String text = wrapped(SCHEMA, payload("c", "null", row, POSTGRES_SOURCE));

    for (int i = 0; i < 2; i++) {
      assertThat(DecodeFixtures.decode(format, text))
          .isEqualTo(Envelope.malformed("after column price: not base64", "price"));
    }
  }

  private static Row after(Envelope envelope) {
    return Objects.requireNonNull(envelope.after()).row();
  }
}
