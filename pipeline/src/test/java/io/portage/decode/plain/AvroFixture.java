package io.portage.decode.plain;

import io.portage.decode.DecodeFixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Values encoded by Avro's own encoder. */
public final class AvroFixture {
  public static final String USERS =
      """
      {"type":"record","name":"Users","fields":[
        {"name":"op","type":"string"},
        {"name":"before","type":["null",{"type":"record","name":"User","fields":[
          {"name":"id","type":"long"},{"name":"name","type":["null","string"]}]}]},
        {"name":"after","type":["null","User"]},
        {"name":"timestamp_ms","type":"long"}]}""";

  private static final String RICH =
      """
      {"type":"record","name":"Change","fields":[
        {"name":"source","type":"string"},
        {"name":"op","type":["null",{"type":"enum","name":"Op","symbols":["c","u","d"]}]},
        {"name":"before","type":["null",{"type":"record","name":"R","fields":[
          {"name":"id","type":"long"},
          {"name":"small","type":"int"},
          {"name":"name","type":["null","string"]},
          {"name":"ok","type":"boolean"},
          {"name":"ratio","type":"float"},
          {"name":"exact","type":"double"},
          {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":10,"scale":2}},
          {"name":"fixed_price","type":{"type":"fixed","name":"F","size":6,
            "logicalType":"decimal","precision":10,"scale":2}},
          {"name":"born","type":{"type":"int","logicalType":"date"}},
          {"name":"wakes","type":{"type":"int","logicalType":"time-millis"}},
          {"name":"rises","type":{"type":"long","logicalType":"time-micros"}},
          {"name":"seen","type":["null",{"type":"long","logicalType":"timestamp-millis"}]},
          {"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},
          {"name":"local","type":{"type":"long","logicalType":"local-timestamp-millis"}},
          {"name":"photo","type":"bytes"},
          {"name":"mood","type":{"type":"enum","name":"Mood","symbols":["BAD","GOOD"]}},
          {"name":"uid","type":{"type":"string","logicalType":"uuid"}},
          {"name":"tags","type":{"type":"array","items":["null","string"]}},
          {"name":"counts","type":{"type":"map","values":"int"}},
          {"name":"address","type":{"type":"record","name":"Address","fields":[
            {"name":"city","type":"string"}]}}]}]},
        {"name":"after","type":["null","R"]},
        {"name":"timestamp_ms","type":{"type":"long","logicalType":"timestamp-millis"}}]}""";

  private AvroFixture() {}

  /** The format of {@link #rich}. */
  public static AvroEnvelope format() {
    return new AvroEnvelope(RICH, DecodeFixtures.PLACEHOLDER);
  }

  /** An update with all types. */
  public static byte[] rich() {
    Schema schema = new Schema.Parser().parse(RICH);
    Schema row = schema.getField("after").schema().getTypes().get(1);
    GenericRecord after = new GenericData.Record(row);
    after.put("id", 9007199254740993L);
    after.put("small", -7);
    after.put("name", "Zoë 🚀");
    after.put("ok", true);
    after.put("ratio", 0.5f);
    after.put("exact", 0.1);
    after.put("price", ByteBuffer.wrap(new BigDecimal("-567.89").unscaledValue().toByteArray()));
    after.put(
        "fixed_price",
        new GenericData.Fixed(
            row.getField("fixed_price").schema(), new byte[] {0, 0, 0, 0, 0, 110}));
    after.put("born", 19_983);
    after.put("wakes", 3_723_004);
    after.put("rises", 3_723_000_004L);
    after.put("seen", 1726531260123L);
    after.put("at", -1L);
    after.put("local", 1726531260123L);
    after.put("photo", ByteBuffer.wrap(new byte[] {0, 1, -1}));
    after.put("mood", new GenericData.EnumSymbol(row.getField("mood").schema(), "GOOD"));
    after.put("uid", "7a0e5a52-1c21-4c0f-9d62-8e8f6e3c9a11");
    after.put("tags", Arrays.asList("a", null));
    after.put("counts", Map.of("x", 1));
    GenericRecord address = new GenericData.Record(row.getField("address").schema());
    address.put("city", "Ulm");
    after.put("address", address);
    GenericRecord change = new GenericData.Record(schema);
    change.put("source", "test");
    change.put(
        "op", new GenericData.EnumSymbol(schema.getField("op").schema().getTypes().get(1), "u"));
    change.put("after", after);
    change.put("timestamp_ms", 1726531260000L);
    return encode(schema, change);
  }

  /** A create of {@link #USERS}. */
  public static byte[] user(String name) {
    Schema schema = new Schema.Parser().parse(USERS);
    GenericRecord after =
        new GenericData.Record(schema.getField("after").schema().getTypes().get(1));
    after.put("id", 5L);
    after.put("name", name);
    GenericRecord change = new GenericData.Record(schema);
    change.put("op", "c");
    change.put("after", after);
    change.put("timestamp_ms", 1726531260000L);
    return encode(schema, change);
  }

  /** Encodes a record without a header. */
  public static byte[] encode(Schema schema, GenericRecord change) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
      new GenericDatumWriter<GenericRecord>(schema).write(change, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
