package io.portage.launcher.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The CPU time and memory of a process and the database; empty if not measurable. */
final class ResourceMeter {
  private final ProcessHandle process;
  private final ProcessHandle database;
  private final OptionalLong databaseBefore;
  private final OptionalLong othersBefore;
  private final List<UsageSample> samples = new ArrayList<>();
  private OptionalLong peakBytes = OptionalLong.empty();

  /** CPU milliseconds up to a time. */
  private record UsageSample(
      long at, OptionalLong process, OptionalLong database, OptionalLong others) {}

  /**
   * Starts at the current usage.
   *
   * @param database the first process of the server; its children are included
   */
  ResourceMeter(ProcessHandle process, ProcessHandle database) {
    this.process = process;
    this.database = database;
    this.databaseBefore = ProcessUsage.cpuMillis(database);
    this.othersBefore = othersMillis();
  }

  /** Takes a sample. */
  void sample(long now) {
    samples.add(
        new UsageSample(
            now,
            ProcessUsage.cpuMillis(process),
            ProcessUsage.cpuMillis(database),
            othersMillis()));
    OptionalLong peak = ProcessUsage.peakBytes(process.pid());
    if (peak.isPresent()) {
      peakBytes = peak;
    }
  }

  /** Returns the CPU seconds of the process up to the first sample after {@code end}. */
  @Nullable Double processSeconds(long end) {
    return seconds(at(end).process(), OptionalLong.of(0));
  }

  /** Returns the CPU seconds of the database up to the first sample after {@code end}. */
  @Nullable Double databaseSeconds(long end) {
    return seconds(at(end).database(), databaseBefore);
  }

  /**
   * Returns the CPU seconds of other processes up to the first sample after {@code end}: all
   * processes of this machine except this one and its descendants, which include the servers.
   */
  @Nullable Double othersSeconds(long end) {
    return seconds(at(end).others(), othersBefore);
  }

  /** Returns the greatest resident memory of the process. */
  @Nullable Long peakBytes() {
    return peakBytes.isPresent() ? peakBytes.getAsLong() : null;
  }

  private static OptionalLong othersMillis() {
    OptionalLong all = ProcessUsage.machineMillis();
    OptionalLong own = ProcessUsage.cpuMillis(ProcessHandle.current());
    return all.isEmpty() || own.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(all.getAsLong() - own.getAsLong());
  }

  private UsageSample at(long end) {
    return samples.stream()
        .filter(sample -> sample.at() >= end)
        .findFirst()
        .orElseGet(() -> samples.get(samples.size() - 1));
  }

  private static @Nullable Double seconds(OptionalLong until, OptionalLong from) {
    return until.isEmpty() || from.isEmpty()
        ? null
        : (until.getAsLong() - from.getAsLong()) / 1_000.0;
  }
}
