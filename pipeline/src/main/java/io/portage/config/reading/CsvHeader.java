package io.portage.config.reading;

import io.portage.config.yaml.TextFile;
import io.portage.config.yaml.YamlValue;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The column names in the first line of a CSV file. */
final class CsvHeader {
  private CsvHeader() {}

  /** Reads the names; empty if an error was recorded at {@code field}. */
  static Optional<List<String>> read(YamlValue field, String path) {
    return TextFile.read(field, path).flatMap(text -> header(field, text));
  }

  private static Optional<List<String>> header(YamlValue field, String text) {
    try (CSVParser parser = CSVParser.parse(text, CSVFormat.DEFAULT)) {
      Iterator<CSVRecord> records = parser.iterator();
      if (records.hasNext()) {
        return Optional.of(records.next().toList());
      }
      field.reject("the file has no header line");
    } catch (IOException | IllegalStateException e) {
      field.reject("the file's first line is not CSV");
    }
    return Optional.empty();
  }
}
