package io.portage.launcher.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a process and the database use while the process works; empty where nothing tells it. */
final class ResourceMeter {
  private final ProcessHandle process;
  private final ProcessHandle database;
  private final OptionalLong databaseBefore;
  private final OptionalLong othersBefore;
  private final List<UsageSample> samples = new ArrayList<>();
  private OptionalLong peakBytes = OptionalLong.empty();

  /** CPU milliseconds until a moment. */
  private record UsageSample(
      long at, OptionalLong process, OptionalLong database, OptionalLong others) {}

  /**
   * Begins with what was used so far.
   *
   * @param database the first process of the server; its children count with it
   */
  ResourceMeter(ProcessHandle process, ProcessHandle database) {
    this.process = process;
    this.database = database;
    this.databaseBefore = ProcessUsage.cpuMillis(database);
    this.othersBefore = othersMillis();
  }

  /** Looks once more. */
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

  /** CPU seconds of the process until {@code end}, to the next look after it. */
  @Nullable Double processSeconds(long end) {
    return seconds(at(end).process(), OptionalLong.of(0));
  }

  /** CPU seconds of the database until {@code end}, to the next look after it. */
  @Nullable Double databaseSeconds(long end) {
    return seconds(at(end).database(), databaseBefore);
  }

  /**
   * CPU seconds until {@code end} of what does not belong to the benchmark: all on this machine but
   * this process and those that descend from it, the servers among them.
   */
  @Nullable Double othersSeconds(long end) {
    return seconds(at(end).others(), othersBefore);
  }

  /** The most memory that the process has had. */
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
