package io.portage.launcher.bench;

import org.jspecify.annotations.Nullable;

/**
 * The measured figures of one system. Null: not measurable on this machine, or not applicable.
 *
 * @param totalSeconds from the start of the process to the commit of the last row
 * @param firstRowSeconds from the start of the process to the commit of the first row that was
 *     observed
 * @param afterFirstRowSeconds from the commit of the first row to the commit of the last row
 * @param eventsPerSecond all events divided by {@code totalSeconds}
 * @param eventsPerSecondAfterFirstRow all events divided by {@code afterFirstRowSeconds}
 * @param cpuSeconds CPU time of the process, up to the commit of the last row
 * @param databaseCpuSeconds CPU time of all processes of PostgreSQL, up to the commit of the last
 *     row
 * @param othersCpuSeconds CPU time of all other processes of the machine, up to the commit of the
 *     last row
 * @param peakRssBytes the greatest resident memory of the process
 * @param rowsWritten rows inserted and updated, as PostgreSQL counts them
 * @param rowsWrittenPerKey {@code rowsWritten} divided by the rows of the table
 * @param producedPerSecond the rate at which events were actually sent
 * @param latencyMillis from Kafka's timestamp to the commit of the row
 * @param deadLetters the number of dead letters at the end
 * @param peakConnections the greatest number of connections to the database that was observed
 * @param table the comparison of the table with the expected rows
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
    long peakConnections,
    TableCheck table) {

  /**
   * Returns true if other processes used more than a tenth of the machine: the figures are then not
   * meaningful.
   */
  boolean isDisturbed(int processors) {
    return othersCpuSeconds != null && othersCpuSeconds > 0.1 * processors * totalSeconds;
  }

  /** The times of a run, in milliseconds since 1970. */
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
      long peakConnections,
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
        peakConnections,
        table);
  }
}
