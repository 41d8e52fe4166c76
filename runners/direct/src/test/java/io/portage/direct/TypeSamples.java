package io.portage.direct;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The types of a source, with a column and values for each; see {@code types/postgres.txt} for the
 * form of the file.
 */
final class TypeSamples {
  private final List<Sample> samples = new ArrayList<>();

  private TypeSamples() {}

  /**
   * One type.
   *
   * @param section the heading in the file
   * @param title the type as the page shows it
   * @param type the type in SQL
   * @param target the type of the target's column, after {@code " => "} in the file, else the same
   * @param column the name of its column
   * @param setting the kind of the connector's setting that governs its encoding; empty if none
   * @param first the id of the row that has the first value; each row has one value
   * @param values texts, or SQL expressions after {@code "= "}
   */
  record Sample(
      String section,
      String title,
      String type,
      String target,
      String column,
      String setting,
      int first,
      List<String> values) {
    /** Returns the value as a page shows it. */
    String shown(int at) {
      String value = values.get(at);
      return value.startsWith("= ") ? value.substring(2) : value;
    }

    private String sql(int at) {
      String value = values.get(at);
      return value.startsWith("= ")
          ? "(" + value.substring(2) + ")"
          : "'" + value.replace("'", "''") + "'";
    }
  }

  static TypeSamples read(Path file) throws IOException {
    TypeSamples read = new TypeSamples();
    Set<String> names = new HashSet<>();
    String section = "";
    int next = 1;
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("## ")) {
        section = line.substring(3);
      } else if (line.startsWith("  ") || line.startsWith("= ")) {
        read.samples
            .get(read.samples.size() - 1)
            .values()
            .add(line.startsWith("= ") ? line : line.substring(2));
        next++;
      } else if (!line.startsWith("# ")) {
        String[] parts = line.split(" : ", 2);
        String[] both = parts[0].split(" => ", 2);
        String type = both[0].replaceFirst(" \\((a|an|of) .*\\)$", "");
        String column = column(type + (both.length > 1 ? " to " + both[1] : ""));
        if (!names.add(column)) {
          throw new IOException("twice: " + column);
        }
        read.samples.add(
            new Sample(
                section,
                parts[0],
                type,
                both[both.length - 1].equals(parts[0]) ? type : both[1],
                column,
                parts.length > 1 ? parts[1] : "",
                next,
                new ArrayList<>()));
      }
    }
    return read;
  }

  private static String column(String type) {
    return "c_"
        + type.toLowerCase(Locale.ROOT)
            .replace("[]", " array")
            .replaceAll("[^a-z0-9]+", " ")
            .trim()
            .replace(' ', '_')
        + (type.equals("\"char\"") ? "1" : "")
        + (type.contains("-") ? "_neg" : "");
  }

  List<Sample> samples() {
    return samples;
  }

  /** Returns the types without those that differ in the target's type only. */
  List<Sample> distinct() {
    Set<String> names = new HashSet<>();
    return samples.stream().filter(sample -> names.add(sample.type())).toList();
  }

  /** Returns the number of values; the stream's rows have ids behind it. */
  int count() {
    return samples.stream().mapToInt(sample -> sample.values().size()).sum();
  }

  /** Returns CREATE TABLE with these columns, and others. */
  static String create(
      String table, List<Sample> samples, Function<Sample, String> types, String more) {
    return samples.stream()
        .map(sample -> sample.column() + " " + types.apply(sample))
        .collect(
            Collectors.joining(
                ",\n  ", "CREATE TABLE " + table + " (\n  id bigint PRIMARY KEY,\n  ", more + ")"));
  }

  /** Returns an INSERT for each value. */
  List<String> inserts(String table) {
    List<String> inserts = new ArrayList<>();
    for (Sample sample : samples) {
      for (int i = 0; i < sample.values().size(); i++) {
        inserts.add(
            "INSERT INTO %s (id, %s) VALUES (%d, %s)"
                .formatted(table, sample.column(), sample.first() + i, sample.sql(i)));
      }
    }
    return inserts;
  }
}
