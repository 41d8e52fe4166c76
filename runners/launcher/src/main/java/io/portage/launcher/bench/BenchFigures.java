package io.portage.launcher.bench;

import org.jspecify.annotations.Nullable;

/**
 * What one system took. Null: nothing here tells it, or it does not apply.
 *
 * @param totalSeconds from the start of the process to the commit of the last row
 * @param firstRowSeconds from the start of the process to the commit of the first row that was seen
 * @param afterFirstRowSeconds from there to the commit of the last row
 * @param eventsPerSecond all events over all seconds
 * @param eventsPerSecondAfterFirstRow all events over the seconds after the first row
 * @param cpuSeconds of the process, up to the commit of the last row
 * @param databaseCpuSeconds of PostgreSQL with all its processes, up to the same
 * @param othersCpuSeconds of everything else on the machine, up to the same
 * @param peakRssBytes the most memory that the process has had in RAM
 * @param rowsWritten rows inserted and updated, as PostgreSQL counts them
 * @param rowsWrittenPerKey the same for each row of the table
 * @param producedPerSecond the rate at which events were really sent
 * @param latencyMillis from Kafka's timestamp to the commit of the row
 * @param deadLetters how many there are at the end
 * @param table whether the table is right
 */
record BenchFigures(
    double totalSeconds,
    double firstRowSeconds,
    double afterFirstRowSeconds,
    double eventsPerSecond,
    double eventsPerSecondAfterFirstRow,
    @Nullable Double cpuSeconds,
    @Nullable Double databaseCpuSeconds,
    @Nullable Double othersCpuSeconds,
    @Nullable Long peakRssBytes,
    long rowsWritten,
    double rowsWrittenPerKey,
    @Nullable Double producedPerSecond,
    @Nullable Percentiles latencyMillis,
    @Nullable Long deadLetters,
    TableCheck table) {

  /** Whether others used more than a tenth of the machine, so that the figures tell little. */
  boolean isDisturbed(int processors) {
    return othersCpuSeconds != null && othersCpuSeconds > 0.1 * processors * totalSeconds;
  }

  /** The moments of a run, in milliseconds since 1970. */
  record RunTimeline(long started, long firstRow, long lastRow) {
    double seconds(long from, long to) {
      return (to - from) / 1_000.0;
    }
  }

  static BenchFigures of(
      RunTimeline course,
      int events,
      ResourceMeter meter,
      long rowsWritten,
      @Nullable Double producedPerSecond,
      @Nullable Percentiles latency,
      @Nullable Long deadLetters,
      TableCheck table) {
    double total = course.seconds(course.started(), course.lastRow());
    double after = course.seconds(course.firstRow(), course.lastRow());
    return new BenchFigures(
        total,
        course.seconds(course.started(), course.firstRow()),
        after,
        events / total,
        events / Math.max(after, 0.001),
        meter.processSeconds(course.lastRow()),
        meter.databaseSeconds(course.lastRow()),
        meter.othersSeconds(course.lastRow()),
        meter.peakBytes(),
        rowsWritten,
        (double) rowsWritten / Math.max(1, table.rows()),
        producedPerSecond,
        latency,
        deadLetters,
        table);
  }
}
