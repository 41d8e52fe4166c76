package io.portage.enrich.csv;

import io.portage.config.FileLocation;
import io.portage.config.reference.ReferenceException;
import io.portage.config.reference.ReferenceRequest;
import io.portage.config.reference.ReferenceRows;
import io.portage.config.reference.ReferenceSource;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.QuoteMode;

/**
 * A CSV file (RFC 4180, UTF-8, a header line) on any of Beam's file systems.
 *
 * <p>All values are texts. As in PostgreSQL's COPY, an empty field is null and {@code ""} is the
 * empty text. Blank lines are ignored.
 *
 * @param location the file's location, see {@link FileLocation}
 */
public record CsvSource(String location) implements ReferenceSource {
  /** The format of the header and of the rows. */
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setIgnoreEmptyLines(true)
          .setNullString("")
          .setQuoteMode(QuoteMode.ALL_NON_NULL)
          .get();

  /** Returns the location of the file, which is the section itself. */
  @Override
  public Map<String, String> files() {
    return Map.of("", location);
  }

  @Override
  public Optional<List<String>> columns() throws ReferenceException {
    return Optional.of(parse((header, records, parser) -> header));
  }

  @Override
  public void read(ReferenceRequest request, ReferenceRows rows) throws ReferenceException {
    parse(
        (header, records, parser) -> {
          rows.columns(header);
          long line = parser.getCurrentLineNumber();
          while (records.hasNext()) {
            add(records.next(), header.size(), "line " + (line + 1), rows);
            line = parser.getCurrentLineNumber();
          }
          return header;
        });
  }

  /** Reads from a parser whose header has been read. */
  private interface CsvContent {
    List<String> read(List<String> header, Iterator<CSVRecord> records, CSVParser parser)
        throws ReferenceException;
  }

  private List<String> parse(CsvContent content) throws ReferenceException {
    try (Reader text = FileLocation.open(location);
        CSVParser parser = FORMAT.parse(text)) {
      try {
        Iterator<CSVRecord> records = parser.iterator();
        return content.read(header(records), records, parser);
      } catch (UncheckedIOException e) {
        throw failure(Objects.requireNonNull(e.getCause()), parser.getCurrentLineNumber());
      }
    } catch (IOException e) {
      throw new ReferenceException(FileLocation.problem(location, e), e);
    } catch (ReferenceException e) {
      throw new ReferenceException("'" + location + "': " + e.getMessage(), e);
    }
  }

  /** Returns the error of a failed read; the parser's messages contain positions, no values. */
  private static ReferenceException failure(IOException cause, long line) {
    String place = " after line " + line;
    if (cause instanceof CharacterCodingException) {
      return new ReferenceException("not valid UTF-8" + place, cause);
    }
    return cause instanceof CSVException
        ? new ReferenceException("invalid CSV" + place + ": " + cause.getMessage(), cause)
        : new ReferenceException(
            "cannot be read" + place + ": " + FileLocation.reasonOf(cause), cause);
  }

  private static List<String> header(Iterator<CSVRecord> records) throws ReferenceException {
    if (!records.hasNext()) {
      throw new ReferenceException("the file has no header line");
    }
    List<String> header = records.next().toList();
    Set<String> names = new HashSet<>();
    for (String name : header) {
      if (name == null || name.isBlank()) {
        throw new ReferenceException(
            "column " + (names.size() + 1) + " of the header line has no name");
      }
      if (!names.add(name)) {
        throw new ReferenceException("the header line has the column " + name + " twice");
      }
    }
    return header;
  }

  private static void add(CSVRecord record, int columns, String place, ReferenceRows rows)
      throws ReferenceException {
    if (record.size() != columns) {
      throw new ReferenceException(
          place + " has " + record.size() + " fields, the header has " + columns);
    }
    rows.add(record.values(), place);
  }
}
