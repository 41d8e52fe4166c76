package io.portage.decode.debezium;

import static io.portage.decode.DecodeFixtures.PLACEHOLDER;
import static io.portage.decode.DecodeFixtures.envelope;
import static io.portage.decode.DecodeFixtures.problem;
import static io.portage.decode.DecodeFixtures.wrapped;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.decode.DecodeFixtures;
import io.portage.decode.debezium.EnvelopeSettings.TombstoneMeaning;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.SourcePosition;
import io.portage.model.event.Envelope;
import io.portage.model.event.Envelopes;
import io.portage.model.event.Format;
import io.portage.model.event.Image;
import io.portage.model.event.SourceLog;
import io.portage.model.event.SourceNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events that ExtractNewRecordState has unwrapped, over JSON, JSON with its schema, and Avro. */
class UnwrappedTest {
  private static final EnvelopeSettings UNWRAPPED =
      new EnvelopeSettings(true, "__", null, Set.of());
  private static final String FIELDS =
      """
      "__deleted":"false","__op":"u","__db":"shop","__schema":"public","__table":"users",
      "__connector":"postgresql","__lsn":24023128,
      "__sequence":"[\\"24023119\\",\\"24023128\\"]","__source_ts_ms":1726531260000,
      "__ts_ms":1726531261000,"__source_snapshot":"false"\
      """;
  private static final String SCHEMA =
      """
      {"type":"struct","optional":false,"name":"shop.public.users.Value","fields":[
        {"type":"int64","optional":false,"field":"id"},
        {"type":"int32","optional":true,"name":"io.debezium.time.Date","field":"born"},
        {"type":"string","optional":true,"field":"__deleted"},
        {"type":"string","optional":true,"field":"__op"},
        {"type":"string","optional":true,"field":"__db"},
        {"type":"string","optional":true,"field":"__schema"},
        {"type":"string","optional":true,"field":"__table"},
        {"type":"string","optional":true,"field":"__connector"},
        {"type":"int64","optional":true,"field":"__lsn"},
        {"type":"string","optional":true,"field":"__sequence"},
        {"type":"int64","optional":true,"field":"__source_ts_ms"},
        {"type":"int64","optional":true,"field":"__ts_ms"},
        {"type":"string","optional":true,"field":"__source_snapshot"}]}""";
  private static final String AVRO =
      """
      {"type":"record","name":"Value","namespace":"shop.public.users","fields":[
        {"name":"id","type":"long"},
        {"name":"born","type":["null",{"type":"int","connect.name":"io.debezium.time.Date"}]},
        {"name":"__deleted","type":["null","string"]},
        {"name":"__op","type":["null","string"]},
        {"name":"__db","type":["null","string"]},
        {"name":"__schema","type":["null","string"]},
        {"name":"__table","type":["null","string"]},
        {"name":"__connector","type":["null","string"]},
        {"name":"__lsn","type":["null","long"]},
        {"name":"__sequence","type":["null","string"]},
        {"name":"__source_ts_ms","type":["null","long"]},
        {"name":"__ts_ms","type":["null","long"]},
        {"name":"__source_snapshot","type":["null","string"]}],
       "connect.name":"shop.public.users.Value"}""";

  private final Format format = new DebeziumJson(PLACEHOLDER, UNWRAPPED);

  @Test
  void readsTheRowAndTheAddedFields() {
    assertThat(envelope(format, row("\"id\":7,\"__secret\":\"x\"", FIELDS)))
        .isEqualTo(
            expected(new Image(Row.of(Columns.of("id", "__secret"), 7L, "x"), Set.of(), false)));
  }

  private static Envelope expected(Image after) {
    return Envelopes.named(
        Envelopes.backfilled(
            new Envelope(
                    "u",
                    "public.users",
                    null,
                    after,
                    Instant.ofEpochMilli(1726531260000L),
                    SourcePosition.ofPostgres(24023119, 24023128))
                .with(
                    new SourceLog(
                        "postgresql", "", null, Instant.ofEpochMilli(1726531260000L), true),
                    null),
            SourcePosition.ofPostgres(24023128, 24023128)),
        new SourceNames("shop", "public", "users"));
  }

  @Test
  void hasOnlyTheNamesThatItContains() {
    assertThat(envelope(format, row("\"id\":7", "\"__op\":\"c\"")).names())
        .isEqualTo(SourceNames.NONE);
    assertThat(envelope(format, row("\"id\":7", "\"__op\":\"d\",\"__source_db\":\"shop\"")).names())
        .isEqualTo(new SourceNames("shop", null, null));
  }

  @Test
  void isTheSameInJsonWithASchemaAndInAvro() throws IOException {
    String payload = row("\"id\":7,\"born\":-1", FIELDS);
    Envelope expected =
        expected(
            new Image(Row.of(Columns.of("id", "born"), 7L, LocalDate.of(1969, 12, 31)), Set.of()));

    assertThat(envelope(format, wrapped(SCHEMA, payload))).isEqualTo(expected);
    assertThat(envelope(format, wrapped(SCHEMA, payload))).isEqualTo(expected);

    assertThat(columns(format, wrapped(SCHEMA, payload).getBytes(StandardCharsets.UTF_8)))
        .containsExactly("id:key", "born");
    Format avro =
        SerializableUtils.ensureSerializable(new DebeziumAvro(AVRO, null, PLACEHOLDER, UNWRAPPED));
    Schema schema = new Schema.Parser().parse(AVRO);
    GenericRecord value = new GenericData.Record(schema);
    value.put("id", 7L);
    value.put("born", -1);
    value.put("__deleted", "false");
    value.put("__op", "u");
    value.put("__db", "shop");
    value.put("__schema", "public");
    value.put("__table", "users");
    value.put("__connector", "postgresql");
    value.put("__lsn", 24023128L);
    value.put("__sequence", "[\"24023119\",\"24023128\"]");
    value.put("__source_ts_ms", 1726531260000L);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(value, encoder);
    encoder.flush();
    assertThat(avro.decode("topic", bytes.toByteArray())).isEqualTo(expected);
    assertThat(columns(avro, bytes.toByteArray())).containsExactly("id:key", "born");
  }

  /** The columns that the format describes. */
  private static List<String> columns(Format format, byte[] value) {
    byte[] key = "{\"id\":7}".getBytes(StandardCharsets.UTF_8);
    return format.describe("topic", key, value, List.of()).orElseThrow().columns().stream()
        .map(column -> column.name() + (column.key() ? ":key" : ""))
        .toList();
  }

  @Test
  void readsADeleteThatIsARow() {
    String deleted = FIELDS.replace("\"false\",\"__op\":\"u\"", "\"true\",\"__op\":\"d\"");

    Envelope delete = envelope(format, row("\"id\":7,\"name\":null", deleted));

    assertThat(delete.op()).isEqualTo("d");
    assertThat(delete.after()).isNull();
    assertThat(delete.before().row()).isEqualTo(Row.of(Columns.of("id", "name"), 7L, null));
    assertThat(delete.position()).isNotNull();
    assertThat(envelope(format, row("\"id\":7", "\"__deleted\":\"true\"")).op()).isEqualTo("d");
    assertThat(problem(format, row("\"id\":7", FIELDS.replace("\"false\",", "\"true\","))))
        .isEqualTo("__deleted is true, but __op is u: they contradict each other");
    assertThat(problem(format, row("\"id\":7", FIELDS.replace("\"u\"", "\"d\""))))
        .isEqualTo("__deleted is false, but __op is d: they contradict each other");
  }

  @Test
  void ordersASnapshotRowBelowTheChangesAfterIt() {
    Envelope read = envelope(format, row("\"id\":7", FIELDS.replace("\"u\"", "\"r\"")));

    assertThat(read.position()).isEqualTo(SourcePosition.ofPostgres(24023119, 0));
  }

  @Test
  void readsOtherPrefixesAndNames() {
    Format other =
        new DebeziumJson(PLACEHOLDER, new EnvelopeSettings(true, "cdc.", null, Set.of()));
    String fields =
        FIELDS
            .replace("__lsn", "__source_lsn")
            .replace("\"__", "\"cdc.")
            .replace("cdc.deleted", "__deleted");

    Envelope envelope = envelope(other, row("\"id\":7,\"__op\":\"x\"", fields));

    assertThat(envelope.op()).isEqualTo("u");
    assertThat(envelope.position()).isNotNull();
    assertThat(envelope.after().row().columns()).isEqualTo(Columns.of("id", "__op"));
  }

  @Test
  void saysWhichFieldsAreMissing() {
    assertThat(hint(FIELDS.replace("__sequence", "__x").replace("__lsn", "__y")))
        .isEqualTo("order: position needs lsn, sequence in the connector's add.fields");
    assertThat(hint(FIELDS.replace("__connector", "__x")))
        .startsWith("order: position needs connector and the fields of its position");
    assertThat(hint(FIELDS.replace("postgresql", "mysql")))
        .isEqualTo("order: position needs file, pos, row in the connector's add.fields");
    assertThat(hint(FIELDS.replace("postgresql", "sqlserver")))
        .startsWith("order: position needs commit_lsn, change_lsn, event_serial_no");
    assertThat(hint(FIELDS.replace("postgresql", "mongodb")))
        .isEqualTo("positions of the connector mongodb are not read: set tables[].order: time");
    assertThat(hint(FIELDS.replace("__source_ts_ms", "__x")))
        .isEqualTo("tables[].order: time needs source.ts_ms in the connector's add.fields");
    assertThat(hint(FIELDS)).isNull();
    assertThat(problem(format, row("\"id\":7", "\"__deleted\":\"false\"")))
        .startsWith("the row has no field __op, so a row of a snapshot cannot be told");
    assertThat(problem(format, "{\"id\":7}"))
        .startsWith("the row has neither the field __op nor __deleted: list op in");
  }

  private String hint(String fields) {
    return envelope(format, row("\"id\":7", fields)).hint();
  }

  @Test
  void namesTheTableOnlyIfTheNameIsComplete() {
    assertThat(envelope(format, row("\"id\":7", FIELDS.replace("__schema", "__x"))).table())
        .isNull();
    assertThat(envelope(format, row("\"id\":7", FIELDS.replace("postgresql", "mysql"))).table())
        .isEqualTo("shop.users");
  }

  @Test
  void readsARowWhoseFirstColumnIsNamedLikeThePartsOfAMessage() {
    assertThat(envelope(format, row("\"payload\":{\"a\":1},\"id\":7", FIELDS)).after().row())
        .extracting(Row::columns)
        .isEqualTo(Columns.of("payload", "id"));
    assertThat(envelope(format, row("\"schema\":\"s\",\"id\":7", FIELDS)).after().row())
        .extracting(Row::columns)
        .isEqualTo(Columns.of("schema", "id"));
  }

  @Test
  void aTombstoneIsWhatTheConfigurationSays() {
    Envelope unknown = format.decode("topic", null);
    Envelope ignored = tombstone(TombstoneMeaning.IGNORE);
    Envelope delete = tombstone(TombstoneMeaning.DELETE);

    assertThat(Objects.requireNonNull(unknown.error())).contains("source.debezium.tombstones");
    assertThat(ignored).isEqualTo(Envelope.tombstone());
    assertThat(delete.op()).isEqualTo("d");
    assertThat(delete.table()).isNull();
  }

  private static Envelope tombstone(TombstoneMeaning meaning) {
    return new DebeziumJson(PLACEHOLDER, new EnvelopeSettings(true, "__", meaning, Set.of()))
        .decode("topic", null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "__debezium-heartbeat.shop|{\"ts_ms\":5}|heartbeat",
        "shop.transaction|{\"status\":\"END\",\"id\":\"9\",\"event_count\":2,"
            + "\"data_collections\":[],\"ts_ms\":5}|transaction",
        "shop|{\"source\":{\"name\":\"shop\"},\"ts_ms\":5,\"ddl\":\"x\"}|schema-change",
        "shop.message|{\"op\":\"m\",\"ts_ms\":5,\"source\":{},\"message\":{\"prefix\":\"a\"}}|m"
      })
  void recognizesRecordsThatAreNoRow(String topic, String value, String op) {
    Envelope envelope = DecodeFixtures.envelope(format, topic, value);

    assertThat(envelope.op()).isEqualTo(op);
    assertThat(envelope.changeTime()).isEqualTo(Instant.ofEpochMilli(5));
    assertThat(format.decode("shop.public.users", value.getBytes(StandardCharsets.UTF_8)).error())
        .isNotNull();
  }

  @Test
  void recognizesRecordsThatAreNoRowByTheirSchema() {
    String heartbeat =
        "{\"type\":\"struct\",\"fields\":[{\"type\":\"int64\",\"field\":\"ts_ms\"}],"
            + "\"name\":\"io.debezium.connector.common.Heartbeat\"}";

    assertThat(envelope(format, wrapped(heartbeat, "{\"ts_ms\":5}")).op())
        .isEqualTo(Envelope.HEARTBEAT);
  }

  private static String row(String columns, String fields) {
    return "{" + columns + "," + fields + "}";
  }
}
