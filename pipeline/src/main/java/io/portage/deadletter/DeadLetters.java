package io.portage.deadletter;

import io.portage.model.DeadLetter;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;

/**
 * Reads dead letters back from where {@link WriteDeadLetters} has put them.
 *
 * <p>What is read is as it was written, each letter at least once: {@link #fold} leaves one for
 * each id.
 */
public final class DeadLetters {
  static final String FILE_SUFFIX = ".jsonl";

  private DeadLetters() {}

  /**
   * The letter in a Kafka value: an Avro record in single-object encoding.
   *
   * @throws IOException when the bytes are no letter, or one of a release this one cannot read
   */
  public static DeadLetter decode(byte[] value) throws IOException {
    try {
      BinaryMessageDecoder<GenericRecord> decoder =
          new BinaryMessageDecoder<>(GenericData.get(), DeadLetterRecord.SCHEMA);
      return DeadLetterRecord.fromRecord(decoder.decode(value));
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
    ByteBuffer bytes =
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), DeadLetterRecord.SCHEMA)
            .encode(DeadLetterRecord.toRecord(letter));
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  /** The letter as one line of readable JSON, its line break included. */
  static byte[] toLine(DeadLetter letter) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.write(RecordJson.write(DeadLetterRecord.toRecord(letter)));
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
    if (Files.isDirectory(fileOrFolder)) {
      try (Stream<Path> files = Files.list(fileOrFolder)) {
        for (Path file : files.filter(DeadLetters::isLetters).sorted().toList()) {
          readFile(file, letters);
        }
      }
    } else if (Files.exists(fileOrFolder)) {
      readFile(fileOrFolder, letters);
    }
    return letters;
  }

  /** One letter for each id, the one that failed last; in the order in which ids first occur. */
  public static List<DeadLetter> fold(Collection<DeadLetter> letters) {
    Map<String, DeadLetter> byId = new LinkedHashMap<>();
    for (DeadLetter letter : letters) {
      byId.merge(
          letter.id(), letter, (old, next) -> next.failedAt() >= old.failedAt() ? next : old);
    }
    return List.copyOf(byId.values());
  }

  private static boolean isLetters(Path file) {
    return file.toString().endsWith(FILE_SUFFIX);
  }

  private static void readFile(Path file, List<DeadLetter> letters) throws IOException {
    boolean torn = isTorn(file);
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      int number = 1;
      String line = lines.readLine();
      while (line != null) {
        String next = lines.readLine();
        if (next != null || !torn) {
          letters.add(parse(line, file, number));
        }
        line = next;
        number++;
      }
    }
  }

  /** Reads a line whose bytes were read one to a character, so that a torn one does no harm. */
  private static DeadLetter parse(String line, Path file, int number) throws IOException {
    String text = new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    try {
      return DeadLetterRecord.fromRecord(RecordJson.read(text, DeadLetterRecord.SCHEMA));
    } catch (IOException | AvroRuntimeException | IllegalArgumentException e) {
      throw new IOException(file + ", line " + number + ": " + e.getMessage(), e);
    }
  }

  private static boolean isTorn(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      if (channel.size() == 0) {
        return false;
      }
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.position(channel.size() - 1).read(last);
      return last.get(0) != '\n';
    }
  }
}
