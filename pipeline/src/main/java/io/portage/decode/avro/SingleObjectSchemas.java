package io.portage.decode.avro;

import io.portage.decode.MalformedException;
import io.portage.decode.registry.SchemaId;
import io.portage.decode.registry.SchemaId.IdKind;
import io.portage.decode.registry.WireForm.Frame;
import io.portage.model.event.Header;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** The configured schemas, by the fingerprints of Avro's single-object encoding. */
final class SingleObjectSchemas implements WriterSchemas {
  private static final int HEADER = 10;

  private final Map<Long, Schema> schemas = new HashMap<>();

  /**
   * Creates the index.
   *
   * @throws IllegalArgumentException if a text is not a schema
   */
  SingleObjectSchemas(List<String> texts) {
    for (String text : texts) {
      Schema schema = AvroEventSchema.parseAny(text);
      schemas.put(SchemaNormalization.parsingFingerprint64(schema), schema);
    }
  }

  @Override
  public Frame ofValue(byte[] value, List<Header> headers) throws MalformedException {
    return frame(value);
  }

  @Override
  public Frame ofKey(byte[] key, List<Header> headers) throws MalformedException {
    return frame(key);
  }

  private static Frame frame(byte[] bytes) throws MalformedException {
    if (bytes.length < HEADER || bytes[0] != (byte) 0xC3 || bytes[1] != 1) {
      throw new MalformedException(
          "not in Avro's single-object encoding: no C3 01 and fingerprint");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return new Frame(SchemaId.of(IdKind.FINGERPRINT, in.getLong(2)), HEADER);
  }

  @Override
  public Schema schema(SchemaId id) throws MalformedException {
    Schema schema = schemas.get(id.low());
    if (schema == null) {
      throw new MalformedException(
          "the " + id + " is none of source." + AvroSchemasReader.SINGLE_OBJECT);
    }
    return schema;
  }
}
