package io.portage.enrich;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;
import org.apache.commons.csv.QuoteMode;
import org.jspecify.annotations.Nullable;

/**
 * Reads a reference from a CSV file (RFC 4180, UTF-8, a header line) on any of Beam's file systems.
 *
 * <p>All values are texts. As in PostgreSQL's COPY, an empty field is null and {@code ""} is the
 * empty text. Blank lines are ignored.
 */
final class CsvReader implements ReferenceReader {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
          .setIgnoreEmptyLines(true)
          .setNullString("")
          .setQuoteMode(QuoteMode.ALL_NON_NULL)
          .get();

  @Override
  public ReferenceTable read(ReferenceSpec spec, long now) throws ReferenceException {
    String path = Objects.requireNonNull(spec.config().csv());
    try (Reader text = open(path);
        CSVParser parser = FORMAT.parse(text)) {
      return read(parser, spec, now);
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw new ReferenceException("no such file: " + path, e);
    } catch (CharacterCodingException e) {
      throw new ReferenceException(path + ": not valid UTF-8", e);
    } catch (UnknownFileSystemException e) {
      throw new ReferenceException("no file system here serves " + path, e);
    } catch (IOException | IllegalArgumentException e) {
      throw new ReferenceException(path + ": cannot be read as CSV with a header line", e);
    } catch (ReferenceException e) {
      throw new ReferenceException(path + ": " + e.getMessage(), e);
    }
  }

  private static ReferenceTable read(CSVParser parser, ReferenceSpec spec, long now)
      throws ReferenceException {
    List<String> header = parser.getHeaderNames();
    int key = find(spec.config().key(), header);
    int[] wanted = new int[spec.wanted().size()];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = find(spec.wanted().get(i), header);
    }
    ReferenceEntries entries = new ReferenceEntries(spec);
    try {
      long line = parser.getCurrentLineNumber();
      for (CSVRecord record : parser) {
        add(record, key, wanted, "line " + (line + 1), entries);
        line = parser.getCurrentLineNumber();
      }
    } catch (UncheckedIOException e) {
      boolean isUtf8 = !(e.getCause() instanceof CharacterCodingException);
      throw new ReferenceException(
          "invalid " + (isUtf8 ? "CSV" : "UTF-8") + " after line " + parser.getCurrentLineNumber(),
          e);
    }
    return entries.toReference(now);
  }

  private static void add(
      CSVRecord record, int key, int[] wanted, String place, ReferenceEntries entries)
      throws ReferenceException {
    if (!record.isConsistent()) {
      throw new ReferenceException(
          place
              + " has "
              + record.size()
              + " fields, the header has "
              + record.getParser().getHeaderNames().size());
    }
    @Nullable Object[] values = new Object[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      values[i] = record.get(wanted[i]);
    }
    entries.add(record.get(key), values, place);
  }

  private static int find(String column, List<String> header) throws ReferenceException {
    int at = header.indexOf(column);
    if (at < 0) {
      throw new ReferenceException("the header has no column " + column);
    }
    return at;
  }

  private static ResourceId resource(String path) throws IOException {
    try {
      return FileSystems.matchNewResource(path, /* isDirectory= */ false);
    } catch (IllegalArgumentException unknown) {
      throw new UnknownFileSystemException(unknown);
    }
  }

  /** No registered file system serves the path. */
  private static final class UnknownFileSystemException extends IOException {
    private static final long serialVersionUID = 1;

    UnknownFileSystemException(IllegalArgumentException cause) {
      super(cause);
    }
  }

  /** Opens the file and skips a byte order mark. */
  private static Reader open(String path) throws IOException {
    ReadableByteChannel channel = FileSystems.open(resource(path));
    BufferedReader reader =
        new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8.newDecoder(), -1));
    reader.mark(1);
    if (reader.read() != '\uFEFF') {
      reader.reset();
    }
    return reader;
  }
}
