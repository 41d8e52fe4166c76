package io.portage.launcher.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What processes have used, from Linux's {@code /proc}; empty on other systems and for a process
 * that has ended.
 */
final class ProcessUsage {
  private static final Path PROC = Path.of("/proc");

  /** Linux counts CPU time for its users in hundredths of a second. */
  private static final int MILLIS_A_TICK = 10;

  /** Where utime, stime, cutime and cstime stand behind the command of {@code stat}. */
  private static final int UTIME = 11;

  private ProcessUsage() {}

  /**
   * CPU time in milliseconds of a process, all that descend from it, and those of them that have
   * ended and were waited for.
   */
  static OptionalLong cpuMillis(ProcessHandle process) {
    OptionalLong own = ticks(process.pid());
    if (own.isEmpty()) {
      return own;
    }
    try (Stream<ProcessHandle> descendants = process.descendants()) {
      long all =
          own.getAsLong()
              + descendants.mapToLong(each -> ticks(each.pid()).orElse(0)).sum(); // 0: it has ended
      return OptionalLong.of(all * MILLIS_A_TICK);
    }
  }

  /** CPU time in milliseconds that everything on this machine has used since its start. */
  static OptionalLong machineMillis() {
    return read(Path.of("stat"))
        .map(stat -> OptionalLong.of(busyTicks(stat) * MILLIS_A_TICK))
        .orElse(OptionalLong.empty());
  }

  /** The sum of user, nice, system, irq and softirq in the first line of the machine's stat. */
  static long busyTicks(String stat) {
    String[] fields = stat.lines().findFirst().orElseThrow().trim().split(" +");
    long sum = 0;
    for (int at : new int[] {1, 2, 3, 6, 7}) {
      sum += Long.parseLong(fields[at]);
    }
    return sum;
  }

  /** The most memory that a process has had in RAM, in bytes. */
  static OptionalLong peakBytes(long pid) {
    return read(pid, "status").map(ProcessUsage::peak).orElse(OptionalLong.empty());
  }

  static OptionalLong peak(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst();
  }

  /** The four CPU times of {@code stat}; the command in it is in brackets and can hold anything. */
  static long ticks(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long sum = 0;
    for (int i = UTIME; i < UTIME + 4; i++) {
      sum += Long.parseLong(fields[i]);
    }
    return sum;
  }

  private static OptionalLong ticks(long pid) {
    return read(pid, "stat").map(stat -> OptionalLong.of(ticks(stat))).orElse(OptionalLong.empty());
  }

  private static Optional<String> read(long pid, String file) {
    return read(Path.of(Long.toString(pid), file));
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(PROC.resolve(file)));
    } catch (IOException ended) {
      return Optional.empty(); // no such file, or "no such process" while it is read
    }
  }
}
