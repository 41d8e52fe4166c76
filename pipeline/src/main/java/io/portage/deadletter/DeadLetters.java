package io.portage.deadletter;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;

/** Decodes and encodes dead letters. */
final class DeadLetters {
  private DeadLetters() {}

  /**
   * Decodes a dead letter and its resolution from a Kafka value: an Avro record in single-object
   * encoding.
   *
   * @throws IOException if the bytes are not a dead letter, or one of a release that this one
   *     cannot read
   */
  static StoredDeadLetter decodeStored(byte[] value) throws IOException {
    BinaryMessageDecoder<GenericRecord> decoder =
        new BinaryMessageDecoder<>(GenericData.get(), DeadLetterRecord.SCHEMA);
    DeadLetterRecord.EARLIER_SCHEMAS.forEach(decoder::addSchema);
    try {
      return DeadLetterRecord.storedOf(decoder.decode(value));
    } catch (AvroRuntimeException | IllegalArgumentException e) {
      throw new IOException("not a dead letter: " + e.getMessage(), e);
    }
  }

  /**
   * Encodes a dead letter; {@link #decodeStored} reads the bytes.
   *
   * @throws IOException if the dead letter contains a value that has no encoding
   */
  static byte[] encode(StoredDeadLetter deadLetter) throws IOException {
    ByteBuffer bytes =
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), DeadLetterRecord.SCHEMA)
            .encode(DeadLetterRecord.toRecord(deadLetter));
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  /** Encodes a dead letter as one line of readable JSON, including the line break. */
  static byte[] toLine(StoredDeadLetter deadLetter) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.write(AvroJsonLine.write(DeadLetterRecord.toRecord(deadLetter)));
    line.write('\n');
    return line.toByteArray();
  }
}
