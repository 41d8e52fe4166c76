package io.portage.launcher.demo;

import io.portage.metrics.LedgerSummary;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The expected result of a run: the {@code then-*} files of a scenario.
 *
 * <p>{@code then-table.csv}: columns and rows in the order of the key, {@code \N} for null. {@code
 * then-dead-letters.csv}: stage, reason and {@code partition-offset}, in any order. {@code
 * then-ledger.properties}: {@code read}, {@code split}, {@code late} and {@code ignored.<kind>}; a
 * count that is not named must be 0.
 *
 * @param columns the table's columns that are compared
 * @param table rows as text
 * @param deadLetters lines {@code stage reason partition-offset}, sorted
 * @param ledger the counts that do not depend on timing
 */
public record ExpectedResult(
    List<String> columns,
    List<List<String>> table,
    List<String> deadLetters,
    TreeMap<String, Long> ledger) {
  private static final CSVFormat CSV =
      CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

  /** Reads the {@code then-*} files of {@code folder}. */
  public static ExpectedResult read(Path folder) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    List<String> expectedDeadLetters = new ArrayList<>();
    List<String> columns;
    try (Reader in = Files.newBufferedReader(folder.resolve("then-table.csv"));
        CSVParser csv = CSV.parse(in)) {
      columns = csv.getHeaderNames();
      for (CSVRecord row : csv) {
        rows.add(row.toList());
      }
    }
    Path dead = folder.resolve("then-dead-letters.csv");
    if (Files.exists(dead)) {
      try (Reader in = Files.newBufferedReader(dead);
          CSVParser csv = CSV.parse(in)) {
        for (CSVRecord row : csv) {
          expectedDeadLetters.add(row.get("stage") + " " + row.get("reason") + " " + row.get("at"));
        }
      }
    }
    Collections.sort(expectedDeadLetters);
    return new ExpectedResult(
        columns, rows, expectedDeadLetters, ledger(folder.resolve("then-ledger.properties")));
  }

  private static TreeMap<String, Long> ledger(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    TreeMap<String, Long> counts = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      counts.put(name, Long.parseLong(properties.getProperty(name).trim()));
    }
    return counts;
  }

  /** Returns the differences, one per line; empty if the result is as expected. */
  public List<String> differences(
      List<List<String>> actualTable, List<String> actualDeadLetters, LedgerSummary actualLedger) {
    List<String> differences = new ArrayList<>();
    compare(
        "row",
        table.stream().map(Object::toString).toList(),
        actualTable.stream().map(Object::toString).toList(),
        differences);
    compare("dead letter", deadLetters, actualDeadLetters.stream().sorted().toList(), differences);
    TreeMap<String, Long> counts = new TreeMap<>();
    counts.put("read", actualLedger.read());
    counts.put("split", actualLedger.split());
    counts.put("late", actualLedger.late());
    actualLedger.ignoredBy().forEach((kind, count) -> counts.put("ignored." + kind.label(), count));
    counts.values().removeIf(count -> count == 0);
    TreeMap<String, Long> wanted = new TreeMap<>(ledger);
    wanted.values().removeIf(count -> count == 0);
    if (!counts.equals(wanted)) {
      differences.add("ledger: expected " + wanted + ", is " + counts);
    }
    if (actualLedger.dead() != deadLetters.size()) {
      differences.add(
          "ledger: expected " + deadLetters.size() + " dead, is " + actualLedger.dead());
    }
    if (!actualLedger.isBalanced()) {
      differences.add("ledger: does not add up, by " + actualLedger.difference());
    }
    return differences;
  }

  private static void compare(
      String what, List<String> expected, List<String> actual, List<String> differences) {
    for (String line : expected) {
      if (Collections.frequency(actual, line) != Collections.frequency(expected, line)) {
        differences.add(what + " missing: " + line);
      }
    }
    for (String line : actual) {
      if (Collections.frequency(actual, line) != Collections.frequency(expected, line)) {
        differences.add(what + " unexpected: " + line);
      }
    }
  }
}
