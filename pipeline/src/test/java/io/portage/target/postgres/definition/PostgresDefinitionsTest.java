package io.portage.target.postgres.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.decode.debezium.DebeziumAvro;
import io.portage.decode.debezium.DebeziumJson;
import io.portage.decode.debezium.EnvelopeSettings;
import io.portage.model.schema.SourceColumn;
import io.portage.model.schema.SourceTable;
import io.portage.model.schema.SourceType;
import io.portage.model.schema.SourceType.Kind;
import io.portage.target.Dialects;
import io.portage.target.definition.ColumnDefinition;
import io.portage.target.definition.DefinitionDialect;
import io.portage.target.definition.TableDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a record's schema, in JSON or Avro, to a column's definition in PostgreSQL. */
final class PostgresDefinitionsTest {
  private static final DefinitionDialect POSTGRES =
      Dialects.of("jdbc:postgresql://host/db").definitions().orElseThrow();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'type':'boolean'|boolean",
        "'type':'int8'|smallint",
        "'type':'int16'|smallint",
        "'type':'int32'|integer",
        "'type':'int64'|bigint",
        "'type':'float'|real",
        "'type':'double'|double precision",
        "'type':'string'|text",
        "'type':'bytes'|bytea",
        "'type':'struct','fields':[]|json",
        "'type':'map','keys':{'type':'string'},'values':{'type':'string'}|json",
        "'type':'array','items':{'type':'int32'}|integer[]",
        "'type':'array','items':{'type':'array','items':{'type':'string'}}|text[]",
        "'type':'array','items':{'type':'int64','name':'io.debezium.time.MicroTimestamp'}"
            + "|timestamp[]",
        "'type':'int32','name':'io.debezium.time.Date'|date",
        "'type':'int32','name':'org.apache.kafka.connect.data.Date'|date",
        "'type':'string','name':'io.debezium.time.IsoDate'|date",
        "'type':'int32','name':'io.debezium.time.Time'|time",
        "'type':'int64','name':'io.debezium.time.MicroTime'|time",
        "'type':'string','name':'io.debezium.time.ZonedTime'|timetz",
        "'type':'int64','name':'io.debezium.time.Timestamp'|timestamp",
        "'type':'int64','name':'io.debezium.time.NanoTimestamp'|timestamp",
        "'type':'int64','name':'org.apache.kafka.connect.data.Timestamp'|timestamp",
        "'type':'string','name':'io.debezium.time.ZonedTimestamp'|timestamptz",
        "'type':'int64','name':'io.debezium.time.MicroDuration'|interval",
        "'type':'string','name':'io.debezium.time.Interval'|interval",
        "'type':'int32','name':'io.debezium.time.Year'|integer",
        "'type':'string','name':'io.debezium.data.Uuid'|uuid",
        "'type':'string','name':'io.debezium.data.Json'|json",
        "'type':'string','name':'io.debezium.data.Xml'|xml",
        "'type':'string','name':'io.debezium.data.Enum','parameters':{'allowed':'a,b'}|text",
        "'type':'bytes','name':'io.debezium.data.Bits','parameters':{'length':'12'}|bit(12)",
        "'type':'bytes','name':'io.debezium.data.Bits'|bytea",
        "'type':'struct','name':'io.debezium.data.geometry.Point'|point",
        "'type':'struct','name':'io.debezium.data.geometry.Geometry'|json",
        "'type':'struct','name':'io.debezium.data.VariableScaleDecimal'|numeric",
        "'type':'bytes','name':'org.apache.kafka.connect.data.Decimal',"
            + "'parameters':{'scale':'2','connect.decimal.precision':'12'}|numeric(12,2)",
        "'type':'bytes','name':'org.apache.kafka.connect.data.Decimal',"
            + "'parameters':{'scale':'2'}|numeric",
        "'type':'bytes','name':'org.apache.kafka.connect.data.Decimal',"
            + "'parameters':{'scale':'-2','connect.decimal.precision':'5'}|numeric",
        "'type':'string','parameters':{'__debezium.source.column.type':'VARCHAR',"
            + "'__debezium.source.column.length':'40'}|varchar(40)",
        "'type':'string','parameters':{'__debezium.source.column.type':'TEXT',"
            + "'__debezium.source.column.length':'2147483647'}|text",
        "'type':'string','parameters':{'__debezium.source.column.type':'NUMERIC',"
            + "'__debezium.source.column.length':'9','__debezium.source.column.scale':'3'}"
            + "|numeric(9,3)",
        "'type':'string','parameters':{'__debezium.source.column.type':'BYTEA'}|bytea",
        "'type':'string','name':'io.debezium.data.Json','parameters':"
            + "{'__debezium.source.column.type':'JSONB'}|jsonb",
        "'type':'int64','parameters':{'__debezium.source.column.type':'BIGINT UNSIGNED'}"
            + "|numeric(20)",
        "'type':'int64','parameters':{'__debezium.source.column.type':'INT UNSIGNED'}|bigint",
        "'type':'int32','parameters':{'__debezium.source.column.type':'SMALLINT UNSIGNED'}"
            + "|integer",
      })
  void definesAColumnOfAJsonSchema(String schema, String type) {
    assertThat(column(schema).type()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'type':'int32','default':5|'5'",
        "'type':'string','default':'it''s'|'it''s'",
        "'type':'string','default':'a\\\\b'|E'a\\\\b'",
        "'type':'boolean','default':false|'false'",
        "'type':'int32','name':'io.debezium.time.Date','default':1|'1970-01-02'",
        "'type':'bytes','name':'org.apache.kafka.connect.data.Decimal',"
            + "'parameters':{'scale':'2','connect.decimal.precision':'5'},'default':'AfQ='|'5.00'",
        "'type':'bytes','default':'AQ=='|E'\\\\x01'",
        "'type':'array','items':{'type':'int32'},'default':[1,2]|'{\"1\",\"2\"}'",
        "'type':'int32','default':null|",
        "'type':'int32'|",
        "'type':'int32','default':'five'|",
      })
  void keepsADeclaredDefault(String schema, String literal) {
    assertThat(column(schema.replace("''", "\\u0027")).defaultValue()).isEqualTo(literal);
  }

  private static ColumnDefinition column(String schema) {
    String json =
        """
        {"schema":{"type":"struct","name":"x.Envelope","fields":[
          {"type":"struct","field":"before","fields":[]},
          {"type":"struct","field":"after","fields":[{"field":"v","optional":true,%s}]}]},
         "payload":{"op":"c","after":{"v":null},"source":{"schema":"s","table":"t"}}}
        """
            .formatted(schema.replace('\'', '"'));
    SourceTable table =
        new DebeziumJson("__debezium_unavailable_value", EnvelopeSettings.DEFAULT)
            .describe("topic", null, json.getBytes(StandardCharsets.UTF_8), List.of())
            .orElseThrow();
    assertThat(table.name()).isEqualTo("s.t");
    return POSTGRES.column("v", table.columns().get(0));
  }

  @Test
  void readsTheColumnsOfAnAvroSchema() {
    String schema =
        """
        {"type":"record","name":"Envelope","fields":[
          {"name":"op","type":"string"},
          {"name":"before","type":["null",{"type":"record","name":"Value","fields":[
            {"name":"id","type":"long"},
            {"name":"small","type":{"type":"int","connect.type":"int16"}},
            {"name":"day","type":["null",
              {"type":"int","connect.name":"io.debezium.time.Date"}],"default":null},
            {"name":"sum","type":{"type":"bytes","logicalType":"decimal","precision":8,"scale":2,
              "connect.name":"org.apache.kafka.connect.data.Decimal",
              "connect.parameters":{"scale":"2","connect.decimal.precision":"8"}},
              "default":"\\u0001\\u00f4"},
            {"name":"note","type":["string","null"],"default":"none"}]}]},
          {"name":"after","type":["null","Value"]},
          {"name":"source","type":{"type":"record","name":"Source","fields":[
            {"name":"schema","type":"string"},{"name":"table","type":"string"}]}}]}
        """;
    // op "c", no before, an after image, and the source.
    byte[] value = {2, 'c', 0, 2, 14, 2, 0, 2, 2, 0, 2, 'n', 2, 's', 2, 't'};
    byte[] key = "{\"id\":7}".getBytes(StandardCharsets.UTF_8);

    assertThat(
            new DebeziumAvro(schema, null, "x", EnvelopeSettings.DEFAULT)
                .decode("topic", value)
                .error())
        .isNull();
    SourceTable table =
        new DebeziumAvro(schema, null, "x", EnvelopeSettings.DEFAULT)
            .describe("topic", key, value, List.of())
            .orElseThrow();

    assertThat(table.name()).isEqualTo("s.t");
    assertThat(table.columns().stream().filter(SourceColumn::key).map(SourceColumn::name))
        .containsExactly("id");
    assertThat(table.columns().stream().filter(SourceColumn::nullable).map(SourceColumn::name))
        .containsExactly("day", "note");
    assertThat(POSTGRES.addColumns("a.b", definitions(table)))
        .isEqualTo(
            "ALTER TABLE \"a\".\"b\" ADD COLUMN IF NOT EXISTS \"id\" bigint,"
                + " ADD COLUMN IF NOT EXISTS \"small\" smallint,"
                + " ADD COLUMN IF NOT EXISTS \"day\" date,"
                + " ADD COLUMN IF NOT EXISTS \"sum\" numeric(8,2) DEFAULT '5.00',"
                + " ADD COLUMN IF NOT EXISTS \"note\" text DEFAULT 'none'");
  }

  private static List<ColumnDefinition> definitions(SourceTable table) {
    return table.columns().stream().map(column -> POSTGRES.column(column.name(), column)).toList();
  }

  @Test
  void writesATableWithItsComments() {
    SourceColumn unknown = SourceColumn.of("u", SourceType.of(Kind.UNKNOWN).named("sql_variant"));
    TableDefinition table =
        new TableDefinition(
            "crm.Order \"x\"",
            List.of(
                ColumnDefinition.of("id", "bigint", null).required(),
                POSTGRES.column("u", unknown)),
            List.of("id"),
            List.of("from\nshop.orders"));

    assertThat(POSTGRES.createTable(table))
        .isEqualTo(
            """
            -- from shop.orders
            CREATE TABLE IF NOT EXISTS "crm"."Order ""x""\" (
              "id" bigint NOT NULL,
              "u" text, -- no type for sql_variant
              PRIMARY KEY ("id")
            )""");
  }

  @Test
  void doesNotDescribeARecordWithoutASchema() {
    DebeziumJson format = new DebeziumJson("x", EnvelopeSettings.DEFAULT);
    for (String value :
        List.of(
            "{\"op\":\"c\",\"after\":{\"id\":1}}", "{\"payload\":{\"op\":\"c\",\"after\":{}}}")) {
      assertThat(format.describe("t", null, value.getBytes(StandardCharsets.UTF_8), List.of()))
          .isEmpty();
    }
    assertThat(format.describe("t", null, null, List.of())).isEmpty();
  }
}
