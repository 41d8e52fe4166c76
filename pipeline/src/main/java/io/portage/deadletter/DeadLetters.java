package io.portage.deadletter;

import io.portage.model.DeadLetter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;

/**
 * Decodes and encodes dead letters, and reads them from files of {@link WriteDeadLetters}.
 *
 * <p>Dead letters are read as they were written, each at least once; {@link #latestOf} reduces them
 * to one per id.
 */
public final class DeadLetters {
  private DeadLetters() {}

  /**
   * Decodes a dead letter from a Kafka value: an Avro record in single-object encoding.
   *
   * @throws IOException if the bytes are not a dead letter, or one of a release that this one
   *     cannot read
   */
  public static DeadLetter decode(byte[] value) throws IOException {
    return decodeStored(value).deadLetter();
  }

  /** Decodes a dead letter with its resolution. */
  static StoredDeadLetter decodeStored(byte[] value) throws IOException {
    BinaryMessageDecoder<GenericRecord> decoder =
        new BinaryMessageDecoder<>(GenericData.get(), DeadLetterRecord.SCHEMA);
    decoder.addSchema(DeadLetterRecord.FIRST_SCHEMA);
    try {
      return DeadLetterRecord.storedOf(decoder.decode(value));
    } catch (AvroRuntimeException | IllegalArgumentException e) {
      throw new IOException("not a dead letter: " + e.getMessage(), e);
    }
  }

  /**
   * Encodes a dead letter; {@link #decode} reads the bytes.
   *
   * @throws IOException if the dead letter contains a value that has no encoding
   */
  public static byte[] encode(DeadLetter deadLetter) throws IOException {
    return encode(StoredDeadLetter.unresolved(deadLetter));
  }

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

  /**
   * Reads the dead letters of a file, or of all files of a folder in the order of their names.
   *
   * <p>A last line without a line break is skipped: its bundle failed, and the dead letter was
   * written again to another file.
   *
   * @return empty if there is no such file or folder
   * @throws IOException if a file cannot be read or a line is invalid; then it names file and line
   */
  public static List<DeadLetter> readFiles(Path fileOrFolder) throws IOException {
    List<DeadLetter> deadLetters = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    DeadLetterFiles.read(
        fileOrFolder,
        new DeadLetterVisitor() {
          @Override
          public void deadLetter(StoredDeadLetter deadLetter) {
            deadLetters.add(deadLetter.deadLetter());
          }

          @Override
          public void unreadable(String place, String problem) {
            problems.add(place + ": " + problem);
          }
        });
    if (!problems.isEmpty()) {
      throw new IOException(problems.get(0));
    }
    return deadLetters;
  }

  /** One dead letter per id, the one that failed last; in the order in which ids first occur. */
  public static List<DeadLetter> latestOf(Collection<DeadLetter> deadLetters) {
    DeadLetterDeduplicator<DeadLetter> deduplicator = new DeadLetterDeduplicator<>();
    deadLetters.forEach(
        deadLetter -> deduplicator.add(StoredDeadLetter.unresolved(deadLetter), deadLetter));
    return deduplicator.latest().stream().map(DeadLetterDeduplicator.LatestEntry::value).toList();
  }
}
