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
 * Reads dead letters back from where {@link WriteDeadLetters} has put them.
 *
 * <p>What is read is as it was written, each letter at least once: {@link #latestOf} leaves one for
 * each id.
 */
public final class DeadLetters {
  private DeadLetters() {}

  /**
   * The letter in a Kafka value: an Avro record in single-object encoding.
   *
   * @throws IOException when the bytes are no letter, or one of a release this one cannot read
   */
  public static DeadLetter decode(byte[] value) throws IOException {
    return decodeStored(value).letter();
  }

  /** The same together with what a replay made of it. */
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
   * The bytes that {@link #decode} reads.
   *
   * @throws IOException when the letter holds a value that has no encoding
   */
  public static byte[] encode(DeadLetter letter) throws IOException {
    return encode(StoredDeadLetter.unresolved(letter));
  }

  static byte[] encode(StoredDeadLetter letter) throws IOException {
    ByteBuffer bytes =
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), DeadLetterRecord.SCHEMA)
            .encode(DeadLetterRecord.toRecord(letter));
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  /** The letter as one line of readable JSON, its line break included. */
  static byte[] toLine(StoredDeadLetter letter) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.write(AvroJsonLine.write(DeadLetterRecord.toRecord(letter)));
    line.write('\n');
    return line.toByteArray();
  }

  /**
   * The letters of a file, or of all files of a folder in the order of their names.
   *
   * <p>A last line without a line break is left out: its bundle has failed and was written anew
   * elsewhere.
   *
   * @return empty when there is no such file or folder
   * @throws IOException when something cannot be read; for a broken line it names file and line
   */
  public static List<DeadLetter> readFiles(Path fileOrFolder) throws IOException {
    List<DeadLetter> letters = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    DeadLetterFiles.read(
        fileOrFolder,
        new DeadLetterVisitor() {
          @Override
          public void letter(StoredDeadLetter letter) {
            letters.add(letter.letter());
          }

          @Override
          public void unreadable(String place, String problem) {
            problems.add(place + ": " + problem);
          }
        });
    if (!problems.isEmpty()) {
      throw new IOException(problems.get(0));
    }
    return letters;
  }

  /** One letter for each id, the one that failed last; in the order in which ids first occur. */
  public static List<DeadLetter> latestOf(Collection<DeadLetter> letters) {
    DeadLetterDeduplicator<DeadLetter> fold = new DeadLetterDeduplicator<>();
    letters.forEach(letter -> fold.add(StoredDeadLetter.unresolved(letter), letter));
    return fold.latest().stream().map(DeadLetterDeduplicator.LatestEntry::value).toList();
  }
}
