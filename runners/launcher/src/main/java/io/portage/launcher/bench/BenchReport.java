package io.portage.launcher.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portage.launcher.output.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The result of a benchmark.
 *
 * @param startedAt the start time, in ISO 8601
 * @param runner the name of Portage's runner
 * @param plan the parameters
 * @param seed the seed of the generated events
 * @param keysWritten the number of keys that have a row at the end
 * @param malformed the number of events that cannot be used
 * @param machine the machine of the run
 * @param portage Portage's figures
 * @param consumerLoop the consumer loop's figures
 */
record BenchReport(
    String startedAt,
    String runner,
    BenchPlan plan,
    long seed,
    int keysWritten,
    int malformed,
    Machine machine,
    BenchFigures portage,
    BenchFigures consumerLoop) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String NONE = "-";

  /** The machine of the run. */
  record Machine(int processors, String java, long maxHeapBytes) {
    static Machine here() {
      Runtime runtime = Runtime.getRuntime();
      return new Machine(
          runtime.availableProcessors(), System.getProperty("java.version"), runtime.maxMemory());
    }
  }

  /** One line of the table: its name in JSON, its title, and its format. */
  private record ReportRow(
      String key, String label, String format, Function<BenchFigures, @Nullable Double> value) {}

  private static final List<ReportRow> ROWS =
      List.of(
          new ReportRow("totalSeconds", "total", "%,.1f s", BenchFigures::totalSeconds),
          new ReportRow(
              "firstRowSeconds", "to the first row", "%,.1f s", BenchFigures::firstRowSeconds),
          new ReportRow(
              "afterFirstRowSeconds",
              "first row to the end",
              "%,.1f s",
              BenchFigures::afterFirstRowSeconds),
          new ReportRow(
              "eventsPerSecond", "events/s, in total", "%,.0f", BenchFigures::eventsPerSecond),
          new ReportRow(
              "eventsPerSecondAfterFirstRow",
              "events/s, after the first row",
              "%,.0f",
              BenchFigures::eventsPerSecondAfterFirstRow),
          new ReportRow("cpuSeconds", "CPU of the process", "%,.1f s", BenchFigures::cpuSeconds),
          new ReportRow(
              "databaseCpuSeconds",
              "CPU of PostgreSQL",
              "%,.1f s",
              BenchFigures::databaseCpuSeconds),
          new ReportRow(
              "othersCpuSeconds",
              "CPU of other processes",
              "%,.1f s",
              BenchFigures::othersCpuSeconds),
          new ReportRow("rowsWritten", "rows written", "%,.0f", of -> (double) of.rowsWritten()),
          new ReportRow(
              "rowsWrittenPerKey",
              "rows written per key",
              "%,.2f",
              BenchFigures::rowsWrittenPerKey),
          new ReportRow(
              "peakRssBytes",
              "peak memory (RSS)",
              "%,.0f MB",
              of -> of.peakRssBytes() == null ? null : of.peakRssBytes() / 1e6),
          new ReportRow(
              "producedPerSecond", "events/s, as sent", "%,.0f", BenchFigures::producedPerSecond),
          new ReportRow("latencyP50", "latency p50", "%,.0f ms", latency(Percentiles::p50)),
          new ReportRow("latencyP95", "latency p95", "%,.0f ms", latency(Percentiles::p95)),
          new ReportRow("latencyP99", "latency p99", "%,.0f ms", latency(Percentiles::p99)),
          new ReportRow("latencyMax", "latency, longest", "%,.0f ms", latency(Percentiles::max)));

  private static Function<BenchFigures, @Nullable Double> latency(Function<Percentiles, Long> of) {
    return figures ->
        figures.latencyMillis() == null ? null : of.apply(figures.latencyMillis()).doubleValue();
  }

  /**
   * Returns Portage's figures as multiples of the consumer loop's, for figures that both have and
   * that are not 0.
   */
  public Map<String, Double> ratios() {
    Map<String, Double> ratios = new LinkedHashMap<>();
    for (ReportRow row : ROWS) {
      @Nullable Double mine = row.value().apply(portage);
      @Nullable Double other = row.value().apply(consumerLoop);
      if (mine != null && other != null && other > 0) {
        ratios.put(row.key(), mine / other);
      }
    }
    return ratios;
  }

  /** Returns true if both tables are right and Portage wrote one dead letter per unusable event. */
  boolean isRight() {
    return portage.table().isRight() && consumerLoop.table().isRight() && deadLettersAreRight();
  }

  private boolean deadLettersAreRight() {
    return portage.deadLetters() != null && portage.deadLetters() == malformed;
  }

  /** Returns the figures as a table, the systems side by side. */
  String table() {
    Map<String, Double> ratios = ratios();
    List<List<String>> rows = new ArrayList<>();
    for (ReportRow row : ROWS) {
      @Nullable Double mine = row.value().apply(portage);
      @Nullable Double other = row.value().apply(consumerLoop);
      if (mine != null || other != null) {
        rows.add(
            List.of(
                row.label(),
                text(row.format(), mine),
                text(row.format(), other),
                text("%.2f", ratios.get(row.key()))));
      }
    }
    rows.add(
        List.of(
            "dead letters",
            portage.deadLetters()
                + (deadLettersAreRight()
                    ? ""
                    : " (WRONG: " + malformed + " events cannot be used)"),
            NONE,
            NONE));
    rows.add(List.of("table", portage.table().text(), consumerLoop.table().text(), NONE));
    String table = TextTable.render(header(), rows);
    return isDisturbed()
        ? table + "\n  Other processes used more than a tenth of this machine: measure again.\n"
        : table;
  }

  private List<String> header() {
    return plan.tables() == 1
        ? List.of("", "Portage", "consumer loop", "ratio")
        : List.of("", plan.tables() + " tables", "one table", "ratio");
  }

  private boolean isDisturbed() {
    return portage.isDisturbed(machine.processors())
        || consumerLoop.isDisturbed(machine.processors());
  }

  private static String text(String format, @Nullable Double value) {
    return value == null ? NONE : String.format(Locale.ROOT, format, value);
  }

  /** Writes the report as one JSON object. */
  void write(Path file) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("startedAt", startedAt);
    all.put("runner", runner);
    all.put("plan", plan);
    all.put("seed", seed);
    all.put("keysWritten", keysWritten);
    all.put("malformed", malformed);
    all.put("machine", machine);
    all.put("portage", portage);
    all.put("consumerLoop", consumerLoop);
    all.put("ratios", ratios());
    all.put("right", isRight());
    all.put("disturbed", isDisturbed());
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
  }
}
